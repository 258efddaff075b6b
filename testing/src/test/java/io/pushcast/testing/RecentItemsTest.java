package io.pushcast.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentItemsTest {

    @Test
    void keepsNoMoreThanItMay() {
        RecentItems<String> newest = new RecentItems<>(2, 100, String::length);
        newest.add("a");
        newest.add("b");
        newest.add("c");

        assertThat(newest.all()).containsExactly("b", "c");
    }

    @Test
    void keepsNoMoreCharactersThanItMayButTheLastOne() {
        RecentItems<String> newest = new RecentItems<>(10, 5, String::length);
        newest.add("aa");
        newest.add("bb");
        newest.add("cc");
        assertThat(newest.all()).containsExactly("bb", "cc");

        newest.add("larger than all");
        assertThat(newest.all()).containsExactly("larger than all");
        newest.add("dd");
        assertThat(newest.all()).containsExactly("dd");
    }

    @Test
    void beginsAnewOnceCleared() {
        RecentItems<String> newest = new RecentItems<>(10, 5, String::length);
        newest.add("aaaa");
        newest.clear();
        newest.add("bbb");
        newest.add("cc");

        assertThat(newest.all()).containsExactly("bbb", "cc");
    }
}
