package io.pushcast.quarkus.deployment.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.deployment.builditem.GeneratedClassBuildItem;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.net.URI;
import java.net.URISyntaxException;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.Index;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.Type;
import org.junit.jupiter.api.Test;

class ConversionClassesTest {

    @Test
    void makesATypeFromAText() throws Exception {
        assertThat(conversionTo(Shelf.class, "of").apply("7")).isEqualTo(new Shelf(7));
        assertThat(conversionTo(URI.class, "<init>").apply("a-path")).isEqualTo(URI.create("a-path"));
    }

    @Test
    void passesOnThatATextIsNoneOfTheType() throws Exception {
        assertThatThrownBy(() -> conversionTo(Shelf.class, "of").apply("seven"))
                .isInstanceOf(NumberFormatException.class);
    }

    @Test
    void saysSoUncheckedIfTheTypeThrowsACheckedException() throws Exception {
        assertThatThrownBy(() -> conversionTo(Row.class, "parse").apply("b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasCauseInstanceOf(ParseException.class);
        assertThatThrownBy(() -> conversionTo(URI.class, "<init>").apply("%"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasCauseInstanceOf(URISyntaxException.class);
    }

    @SuppressWarnings("unchecked")
    private static Function<String, Object> conversionTo(Class<?> type, String factory) throws Exception {
        MethodInfo made = infoOf(type).method(factory, Type.create(String.class));
        List<GeneratedClassBuildItem> classes = new ArrayList<>();
        String name = new ConversionClasses(classes::add, resource -> {}, application -> true)
                .write(new ParameterConversion.ByFactory(Type.create(type), made), infoOf(ConversionClassesTest.class));
        try {
            return (Function<String, Object>)
                    Class.forName(name).getDeclaredConstructor().newInstance();
        } catch (ClassNotFoundException e) {
            return (Function<String, Object>) MethodHandles.lookup()
                    .defineClass(classes.get(0).getClassData())
                    .getDeclaredConstructor()
                    .newInstance();
        }
    }

    private static ClassInfo infoOf(Class<?> type) throws IOException {
        return Index.of(type).getClassByName(type);
    }

    record Shelf(int number) {

        static Shelf of(String text) {
            return new Shelf(Integer.parseInt(text));
        }
    }

    record Row(String name) {

        static Row parse(String text) throws ParseException {
            if (!text.equals("a")) {
                throw new ParseException("There is no row " + text, 0);
            }
            return new Row(text);
        }
    }
}
