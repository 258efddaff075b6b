package io.pushcast.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IntrusiveListTest {

    private final IntrusiveList<QueuedMessage> list = new QueuedMessage.InPublishOrder();
    private final QueuedMessage a = entry("a");
    private final QueuedMessage b = entry("b");
    private final QueuedMessage c = entry("c");

    @Test
    void isInTheOrderInWhichElementsEnterAtItsEnds() {
        list.addLast(b);
        list.addLast(c);
        list.addFirst(a);

        assertThat(list).containsExactly(a, b, c);
        assertThat(list.first()).isSameAs(a);
        assertThat(list.last()).isSameAs(c);
        assertThat(list.size()).isEqualTo(3);
    }

    @Test
    void letsElementsLeaveFromAnywhereAndComeAgain() {
        List.of(a, b, c).forEach(list::addLast);

        list.remove(b);
        assertThat(list).containsExactly(a, c);
        list.remove(a);
        assertThat(list).containsExactly(c);
        list.remove(c);
        assertThat(list.isEmpty()).isTrue();
        assertThat(list.size()).isZero();

        list.addLast(b);
        assertThat(list).containsExactly(b);
    }

    @Test
    void canBeWalkedThroughWhileElementsLeave() {
        List.of(a, b, c).forEach(list::addLast);
        List<QueuedMessage> seen = new ArrayList<>();

        for (QueuedMessage entry : list) {
            seen.add(entry);
            list.remove(entry);
        }

        assertThat(seen).containsExactly(a, b, c);
        assertThat(list.isEmpty()).isTrue();
    }

    @Test
    void anElementIsInChainsOfDifferentKindsAtTheSameTime() {
        IntrusiveList<QueuedMessage> ofOneKey = new QueuedMessage.OfOneKey();
        List.of(a, b, c).forEach(list::addLast);
        List.of(c, b, a).forEach(ofOneKey::addLast);

        list.remove(b);

        assertThat(list).containsExactly(a, c);
        assertThat(ofOneKey).containsExactly(c, b, a);
    }

    @Test
    void refusesAnElementTwiceAndTheLeavingOfOneThatIsNotInIt() {
        list.addLast(a);

        assertThatIllegalStateException().isThrownBy(() -> list.addFirst(a)).withMessageContaining("already");
        assertThatIllegalStateException().isThrownBy(() -> list.remove(b)).withMessageContaining("not in");
    }

    private static QueuedMessage entry(String id) {
        PendingDelivery pending = new PendingDelivery(EngineHarness.message(id, "x"), taken -> false);
        return new QueuedMessage(pending.message, pending, 0, 0, 0, new MessagesOfKey("x"));
    }
}
