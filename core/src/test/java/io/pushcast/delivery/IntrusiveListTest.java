package io.pushcast.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IntrusiveListTest {

    private final IntrusiveList<QueuedMessage> chain = new QueuedMessage.InPublishOrder();
    private final QueuedMessage a = entry("a");
    private final QueuedMessage b = entry("b");
    private final QueuedMessage c = entry("c");

    @Test
    void isInTheOrderInWhichElementsEnterAtItsEnds() {
        chain.addLast(b);
        chain.addLast(c);
        chain.addFirst(a);

        assertThat(chain).containsExactly(a, b, c);
        assertThat(chain.first()).isSameAs(a);
        assertThat(chain.last()).isSameAs(c);
        assertThat(chain.size()).isEqualTo(3);
    }

    @Test
    void letsElementsLeaveFromAnywhereAndComeAgain() {
        List.of(a, b, c).forEach(chain::addLast);

        chain.remove(b);
        assertThat(chain).containsExactly(a, c);
        chain.remove(a);
        assertThat(chain).containsExactly(c);
        chain.remove(c);
        assertThat(chain.isEmpty()).isTrue();
        assertThat(chain.size()).isZero();

        chain.addLast(b);
        assertThat(chain).containsExactly(b);
    }

    @Test
    void canBeWalkedThroughWhileElementsLeave() {
        List.of(a, b, c).forEach(chain::addLast);
        List<QueuedMessage> seen = new ArrayList<>();

        for (QueuedMessage entry : chain) {
            seen.add(entry);
            chain.remove(entry);
        }

        assertThat(seen).containsExactly(a, b, c);
        assertThat(chain.isEmpty()).isTrue();
    }

    @Test
    void anElementIsInChainsOfDifferentKindsAtTheSameTime() {
        IntrusiveList<QueuedMessage> ofOneKey = new QueuedMessage.OfOneKey();
        List.of(a, b, c).forEach(chain::addLast);
        List.of(c, b, a).forEach(ofOneKey::addLast);

        chain.remove(b);

        assertThat(chain).containsExactly(a, c);
        assertThat(ofOneKey).containsExactly(c, b, a);
    }

    @Test
    void refusesAnElementTwiceAndTheLeavingOfOneThatIsNotInIt() {
        chain.addLast(a);

        assertThatIllegalStateException().isThrownBy(() -> chain.addFirst(a)).withMessageContaining("already");
        assertThatIllegalStateException().isThrownBy(() -> chain.remove(b)).withMessageContaining("not in");
    }

    private static QueuedMessage entry(String id) {
        PendingDelivery pending = new PendingDelivery(EngineHarness.message(id, "x"), taken -> false);
        return new QueuedMessage(pending.message, pending, 0, 0, 0, new MessagesOfKey("x"));
    }
}
