// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static io.queuekit.offheap.layout.RingDescriptor.INTENT;
import static io.queuekit.offheap.layout.RingDescriptor.LEASED;
import static io.queuekit.offheap.layout.RingDescriptor.blockState;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.queuekit.offheap.layout.RingDescriptor;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/** What a join may see of a lease that begins, and of one that ends; and what it would see if it looked otherwise. */
public class JoinStress {

    private JoinStress() {
    }

    /** A ring of two with one message, and one who leases. */
    abstract static class Leased extends StressRing {

        final LeaseBlocks blocks = new LeaseBlocks(ring);
        final RingCursor cursor = new RingCursor();
        private long state;

        Leased() {
            super(2);
            put(0, 1);
        }

        final void lease() {
            final var c = new RingCursor();
            ring.seekMessage(c);
            final int block = blocks.claim(0, 1, c.at);
            blocks.copyFrom(ring.slotOf(c.word), ring.layout.block(block), 2 * Long.BYTES);
            state = blockState(c.at, 1, INTENT);
            ring.clear(c, block);
            blocks.change(block, state, RingDescriptor.withStatus(state, LEASED));
        }

        final void acknowledge() {
            blocks.acknowledge(0, RingDescriptor.withStatus(state, LEASED));
        }

        final boolean join() {
            return new RingJoin(ring, blocks, () -> { }).isDone();
        }

        final boolean isEmpty() {
            return ring.seekMessage(cursor) != ReferenceRing.MESSAGE;
        }

        final boolean isNoneOut(long before) {
            return blocks.recovery.anyOutBefore(before, 0) == LeaseBlocks.NONE;
        }
    }

    /** The message goes from the ring to a block. */
    @JCStressTest
    @Outcome(id = "false", expect = ACCEPTABLE, desc = "seen in one of both places")
    @Outcome(id = "true", expect = FORBIDDEN, desc = "seen nowhere")
    @State
    public static class Begin extends Leased {

        @Actor
        public void leaser() {
            lease();
        }

        @Actor
        public void joiner(Z_Result r) {
            r.r1 = join();
        }
    }

    /** As {@link Begin}, with the blocks before the ring. */
    @JCStressTest
    @Outcome(id = "false", expect = ACCEPTABLE, desc = "seen in one of both places")
    @Outcome(id = "true", expect = ACCEPTABLE_INTERESTING, desc = "seen nowhere")
    @State
    public static class BeginBlocksFirst extends Leased {

        @Actor
        public void leaser() {
            lease();
        }

        @Actor
        public void joiner(Z_Result r) {
            r.r1 = isNoneOut(Long.MAX_VALUE) && isEmpty();
        }
    }

    /** A worker puts the next message, and then acknowledges its own. */
    @JCStressTest
    @Outcome(id = "false", expect = ACCEPTABLE, desc = "one of both is seen")
    @Outcome(id = "true", expect = FORBIDDEN, desc = "none of both")
    @State
    public static class Next extends Leased {

        public Next() {
            lease();
        }

        @Actor
        public void worker() {
            put(1, 2);
            acknowledge();
        }

        @Actor
        public void joiner(Z_Result r) {
            r.r1 = join();
        }
    }

    /** As {@link Next}, without the last look. */
    @JCStressTest
    @Outcome(id = "false", expect = ACCEPTABLE, desc = "one of both is seen")
    @Outcome(id = "true", expect = ACCEPTABLE_INTERESTING, desc = "none of both")
    @State
    public static class NextOneLook extends Leased {

        public NextOneLook() {
            lease();
        }

        @Actor
        public void worker() {
            put(1, 2);
            acknowledge();
        }

        @Actor
        public void joiner(Z_Result r) {
            r.r1 = isEmpty() && isNoneOut(cursor.at);
        }
    }
}
