package io.pushcast.testing;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** All objects that can be reached from some others through fields and collections, however private they are. */
final class ReachableObjects {

    /** The packages whose objects are looked into; not ours here, which are what is told. */
    private static final List<String> OPENED = List.of("io.pushcast.", "com.pusher.", "io.github.resilience4j.");

    private final Set<Object> found = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Object> unopened = new ArrayDeque<>();

    ReachableObjects(Iterable<?> owners) throws IllegalAccessException {
        owners.forEach(this::find);
        while (!unopened.isEmpty()) {
            open(unopened.pop());
        }
    }

    /** The objects, those of the JDK and bare texts left out. */
    List<Object> objects() {
        return found.stream().filter(object -> isOpened(object.getClass())).toList();
    }

    /** The classes of the objects, and what these inherit from. */
    Set<Class<?>> classes() {
        Set<Class<?>> classes = new HashSet<>();
        for (Object object : found) {
            for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
                classes.add(type);
            }
        }
        return classes;
    }

    private void find(Object object) {
        if (object != null && found.add(object)) {
            unopened.push(object);
        }
    }

    private void open(Object object) throws IllegalAccessException {
        if (object instanceof Iterable<?> elements && !(object instanceof Path)) {
            elements.forEach(this::find);
        } else if (object instanceof Map<?, ?> map) {
            map.keySet().forEach(this::find);
            map.values().forEach(this::find);
        } else if (object instanceof Optional<?> optional) {
            optional.ifPresent(this::find);
        } else if (object instanceof Object[] array) {
            for (Object element : array) {
                find(element);
            }
        }
        // A lambda holds what it captured in a hidden class, which is looked into as well.
        for (Class<?> type = object.getClass(); type != null && isOpened(type); type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!field.getType().isPrimitive()) {
                    field.setAccessible(true);
                    find(field.get(object));
                }
            }
        }
    }

    private static boolean isOpened(Class<?> type) {
        return OPENED.stream().anyMatch(type.getName()::startsWith)
                && !type.getName().startsWith("io.pushcast.testing.");
    }

    /**
     * The classes that come from where this one does and can hold a secret: they have a field with such a name, or of
     * such a class.
     */
    static Set<Class<?>> holders(Class<?> origin) throws Exception {
        List<Class<?>> all = classesBeside(origin);
        Set<Class<?>> holders = new HashSet<>();
        boolean more;
        do {
            more = false;
            for (Class<?> type : all) {
                for (Field field : type.getDeclaredFields()) {
                    more |= (isSecret(field) || holders.contains(field.getType())) && holders.add(type);
                }
            }
        } while (more);
        return holders;
    }

    private static boolean isSecret(Field field) {
        String name = field.getName().toLowerCase(Locale.ROOT);
        return !Modifier.isStatic(field.getModifiers())
                && (name.contains("secret") || name.contains("password") || name.contains("signature"));
    }

    private static List<Class<?>> classesBeside(Class<?> origin) throws Exception {
        URI place = origin.getProtectionDomain().getCodeSource().getLocation().toURI();
        Path path = Path.of(place);
        if (Files.isDirectory(path)) {
            return classesIn(path, origin.getClassLoader());
        }
        try (FileSystem jar = FileSystems.newFileSystem(path)) {
            return classesIn(jar.getPath("/"), origin.getClassLoader());
        }
    }

    private static List<Class<?>> classesIn(Path folder, ClassLoader loader)
            throws IOException, ClassNotFoundException {
        List<Class<?>> classes = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = folder.relativize(file).toString();
                if (name.endsWith(".class") && !name.endsWith("-info.class") && !name.contains("jackson")) {
                    String dotted = name.substring(0, name.length() - ".class".length())
                            .replace('/', '.')
                            .replace('\\', '.');
                    classes.add(Class.forName(dotted, false, loader));
                }
            }
        }
        return classes;
    }
}
