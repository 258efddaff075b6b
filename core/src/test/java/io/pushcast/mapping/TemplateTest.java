package io.pushcast.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {

    @Test
    void listsThePathsOfItsPlaceholders() {
        assertThat(Template.parse("private-orders.{customer.id}.{orderId}").properties())
                .containsExactly(List.of("customer", "id"), List.of("orderId"));
        assertThat(Template.parse("orders").properties()).isEmpty();
        assertThat(Template.parse("{a}").properties()).containsExactly(List.of("a"));
        assertThat(Template.parse("x.{a.b...}").properties()).containsExactly(List.of("a", "b"));
    }

    @Test
    void keepsTheTextBetweenPlaceholders() {
        assertThat(Template.parse("private-{a}.{b}").literals()).containsExactly("private-", ".", "");
    }

    @Test
    void isTheTextItWasMadeFrom() {
        assertThat(Template.parse("orders.{id}")).hasToString("orders.{id}");
        assertThat(Template.parse("orders.{id}")).isEqualTo(Template.parse("orders.{id}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "orders.{id       | The template 'orders.{id' has a '{' that is not closed at position 7",
                "orders.id}       | The template 'orders.id}' has a '}' without a '{' before it at position 9",
                "orders.{}        | The template 'orders.{}' has an empty placeholder at position 7",
                "orders.{a{b}}    | The template 'orders.{a{b}}' has a '{' within a placeholder at position 9",
                "orders.{a}}      | The template 'orders.{a}}' has a '}' without a '{' before it at position 10",
                "{1a}             | The template '{1a}' has the placeholder {1a}, where '1a' can't be a property's name"
                        + " (those look like customerId or customer.id), at position 0",
                "{a b}            | The template '{a b}' has the placeholder {a b}, where 'a b' can't be a property's name"
                        + " (those look like customerId or customer.id), at position 0",
                "x.{a..b}         | The template 'x.{a..b}' has the placeholder {a..b}, where '' can't be a property's name"
                        + " (those look like customerId or customer.id), at position 2",
                "x.{a.}           | The template 'x.{a.}' has the placeholder {a.}, where '' can't be a property's name"
                        + " (those look like customerId or customer.id), at position 2",
                "orders/{id}      | The template 'orders/{id}' has the character '/' at position 6;"
                        + " channel names are made of A-Z a-z 0-9 _ - = @ , . ;",
                "o.{id}:{b}       | The template 'o.{id}:{b}' has the character ':' at position 6;"
                        + " channel names are made of A-Z a-z 0-9 _ - = @ , . ;",
                "#orders          | The template '#orders' has the character '#' at position 0;"
                        + " channel names are made of A-Z a-z 0-9 _ - = @ , . ;",
                "a b              | The template 'a b' has the character U+0020 at position 1;"
                        + " channel names are made of A-Z a-z 0-9 _ - = @ , . ;",
                "x.{a}{b}         | The template 'x.{a}{b}' has two placeholders that touch at position 5; put a character"
                        + " between them, or values could slip from one into the other",
                "x.{a...}.b       | The template 'x.{a...}.b' has text behind {a...} at position 8; such a placeholder must be"
                        + " the end",
                "#server-to-user- | The template '#server-to-user-' lacks the user's id",
                "\"\"             | The template of a channel must not be empty"
            })
    void saysWhatIsWrongAndWhere(String text, String message) {
        assertThatThrownBy(() -> Template.parse(text))
                .isInstanceOf(MappingException.class)
                .hasMessage(message);
    }

    @Test
    void mayNameAUsersChannel() {
        assertThat(Template.parse("#server-to-user-{userId}").properties()).containsExactly(List.of("userId"));
    }

    @Test
    void ofAKeyHasAnyTextBetweenPlaceholders() {
        assertThat(Template.parseOrderingKey("order #{id}/{part}{sub}").literals())
                .containsExactly("order #", "/", "", "");
        assertThatThrownBy(() -> Template.parseOrderingKey("order {"))
                .isInstanceOf(MappingException.class)
                .hasMessage("The template 'order {' has a '{' that is not closed at position 6");
    }

    @Test
    void isFilledInFromAnEvent() {
        Template template = Template.parse("private-orders.{id}");

        assertThat(template.channelFor(new Numbered("7")).value()).isEqualTo("private-orders.7");
        assertThatThrownBy(() -> template.channelFor(new Numbered("a b")))
                .isInstanceOf(io.pushcast.message.InvalidMessageException.class);
        assertThatThrownBy(() -> template.channelFor("text")).isInstanceOf(MappingException.class);
    }

    record Numbered(String id) {}
}
