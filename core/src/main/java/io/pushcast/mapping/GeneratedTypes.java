package io.pushcast.mapping;

import java.lang.reflect.Proxy;
import java.util.Set;

/** Finds the class that somebody wrote behind one that a framework has made of it: a proxy, a client proxy, an interceptor. */
final class GeneratedTypes {

    /** What frameworks put on the classes that they make. By name: none of them need be there. */
    private static final Set<String> MARKERS = Set.of(
            "org.hibernate.proxy.HibernateProxy",
            "org.hibernate.engine.spi.PrimeAmongSecondarySupertypes",
            "org.springframework.aop.SpringProxy",
            "org.springframework.aop.framework.Advised",
            "org.springframework.core.DecoratingProxy",
            "org.springframework.cglib.proxy.Factory",
            "net.sf.cglib.proxy.Factory",
            "javassist.util.proxy.Proxy",
            "javassist.util.proxy.ProxyObject",
            "io.quarkus.arc.ClientProxy",
            "io.quarkus.arc.Subclass",
            "org.jboss.weld.bean.proxy.ProxyObject",
            "org.jboss.weld.proxy.WeldClientProxy",
            "org.jboss.weld.proxy.WeldConstruct",
            "org.apache.webbeans.proxy.OwbNormalScopeProxy",
            "org.mockito.internal.creation.bytebuddy.MockAccess");

    private GeneratedTypes() {}

    /** The class itself, unless it was generated. */
    static Class<?> declared(Class<?> type) {
        Class<?> declared = type;
        while (isGenerated(declared)) {
            Class<?> parent = declared.getSuperclass();
            if (parent == null || parent == Object.class || parent == Proxy.class) {
                return declaredInterface(declared);
            }
            declared = parent;
        }
        return declared;
    }

    private static boolean isGenerated(Class<?> type) {
        // A hidden class is a lambda, whose name is another one in each run.
        return type.isHidden() || Proxy.isProxyClass(type) || isNamedAfterItsSuperclass(type) || hasMarker(type);
    }

    /**
     * Such as {@code Customer$HibernateProxy$x}, {@code Customer$$SpringCGLIB$$0}, {@code Customer$ByteBuddy$y} or {@code
     * Customer_$$_jvst1}: a class that was written there would know the class around it.
     */
    private static boolean isNamedAfterItsSuperclass(Class<?> type) {
        Class<?> parent = type.getSuperclass();
        if (parent == null || parent == Object.class || type.getEnclosingClass() != null) {
            return false;
        }
        String name = type.getName();
        return name.startsWith(parent.getName() + "$") || name.startsWith(parent.getName() + "_$$_");
    }

    private static boolean hasMarker(Class<?> type) {
        for (Class<?> each : type.getInterfaces()) {
            if (MARKERS.contains(each.getName())) {
                return true;
            }
        }
        return false;
    }

    /** The first interface that is not the framework's; one with an annotation of ours before others. */
    private static Class<?> declaredInterface(Class<?> type) {
        Class<?> first = type;
        for (Class<?> each : type.getInterfaces()) {
            if (each.getDeclaredAnnotationsByType(PublishTo.class).length > 0) {
                return each;
            }
            if (first == type && !MARKERS.contains(each.getName())) {
                first = each;
            }
        }
        return first;
    }
}
