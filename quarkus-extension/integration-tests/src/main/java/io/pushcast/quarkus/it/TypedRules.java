package io.pushcast.quarkus.it;

import io.pushcast.auth.AuthorizeChannel;
import jakarta.inject.Singleton;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Locale;
import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;

/** Rules that want something else than text. */
public class TypedRules {

    @AuthorizeChannel("private-typed.{day}.{date}.{shelf}.{article}")
    boolean allows(DayOfWeek day, LocalDate date, Shelf shelf, Article article) {
        return date.getDayOfWeek() == day
                && shelf.number() > 0
                && article.name().equals("CHAIR");
    }

    /** Made by its own static method. */
    record Shelf(int number) {

        static Shelf of(String text) {
            return new Shelf(Integer.parseInt(text));
        }
    }

    /** Made by a bean, though it has a constructor that takes a text. */
    record Article(String name) {}

    /** Makes articles of what is not blank and written in lower case. */
    @Singleton
    static class ArticleConverter implements Converter<Article> {

        private static final long serialVersionUID = 1L;

        @Override
        public @Nullable Article convert(String text) {
            String upper = text.toUpperCase(Locale.ROOT);
            return upper.equals(text) ? null : new Article(upper);
        }
    }
}
