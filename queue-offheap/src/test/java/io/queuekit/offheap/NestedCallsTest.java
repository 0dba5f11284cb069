// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.queuekit.Worker;
import io.queuekit.offheap.buffer.MappedBuffer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.concurrent.MessageHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Codecs and handlers that call the queue that has called them: refused where they would be in their own way, in every
 * kind of queue alike, and the queue is as before.
 */
@Timeout(60)
class NestedCallsTest extends LaneTestCase {

    private static final MessageHandler NOTHING = (type, buffer, index, length) -> { };

    /** What the codec of the queue does besides, once. */
    private Executable inCodec = () -> { };
    private SharedQueue<Long> queue;
    private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());

    private void make(QueueSpec.Topology topology, int capacity) {
        final QueueSpec made = switch (topology) {
            case SPSC -> QueueSpec.spsc(capacity, Long.BYTES);
            case MPSC -> QueueSpec.mpsc(capacity, Long.BYTES);
            case SPMC -> QueueSpec.spmc(capacity, Long.BYTES);
            case MPMC -> QueueSpec.mpmc(capacity, Long.BYTES);
        };
        queue = create(made, new LaneCodec(() -> {
            final Executable now = inCodec;
            inCodec = () -> { };
            run(now);
            return false;
        }));
    }

    private static void run(Executable call) {
        try {
            call.execute();
        } catch (Error | RuntimeException e) {
            throw e;
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    private List<Executable> calls(String side) {
        final var source = new MappedBuffer(ByteBuffer.allocateDirect(Long.BYTES));
        return side.equals("producer")
                ? List.of(() -> queue.offer(9L), () -> queue.put(9L), () -> queue.offer(9L, 1, TimeUnit.DAYS),
                        () -> queue.add(9L), () -> queue.fill(() -> 9L, 3), () -> queue.offer(source, 0, Long.BYTES))
                : List.of(queue::poll, queue::peek, queue::take, () -> queue.poll(1, TimeUnit.DAYS), queue::lease,
                        () -> queue.lease(1, TimeUnit.DAYS), () -> queue.read(NOTHING, 1),
                        () -> queue.drain(e -> { }, 3), queue::shutdownNow);
    }

    private void assertRefused(Executable call, String side) {
        final var refused = assertThrows(IllegalStateException.class, call);
        assertEquals("called from its own codec or handler: role=" + side + " file=" + file, refused.getMessage());
    }

    @ParameterizedTest
    @EnumSource
    void aHandlerMayNotTake(QueueSpec.Topology topology) {
        make(topology, 5);
        fill(queue, 0, 4);
        for (final Executable call : calls("consumer")) {
            assertRefused(() -> queue.read((type, buffer, index, length) -> run(call), 1), "consumer");
            assertFalse(queue.isShutdown());
            assertEquals(4, queue.size());
        }
        assertEquals(1, queue.read((type, buffer, index, length) -> calls("consumer").forEach(call ->
                assertThrows(IllegalStateException.class, call)), 1), "one that does not mind has its message");
        assertEquals(List.of(1L, 2L, 3L), rest(queue));
    }

    @ParameterizedTest
    @EnumSource
    void aCodecMayNotDoWhatItIsCalledFor(QueueSpec.Topology topology) throws Exception {
        make(topology, 5);
        fill(queue, 0, 3);
        for (final Executable call : calls("producer")) {
            inCodec = call;
            assertRefused(() -> queue.offer(3L), "producer");
        }
        for (final Executable call : calls("consumer")) {
            for (final Executable outer : List.<Executable>of(queue::poll, queue::peek, queue::lease)) {
                inCodec = call;
                assertRefused(outer, "consumer");
            }
        }
        for (int i = 0; i < calls("consumer").size(); i++) {
            final Lease<Long> lease = queue.lease();
            assertEquals(0L, lease.value());
            lease.nack();
        }
        assertEquals(List.of(0L, 1L, 2L), rest(queue));
        assertEquals(3, queue.stats().taken());
    }

    @ParameterizedTest
    @EnumSource
    void alsoOfTheOneThatTakesAll(QueueSpec.Topology topology) {
        make(topology, 5);
        fill(queue, 0, 3);
        for (final Executable call : calls("consumer")) {
            inCodec = call;
            assertRefused(queue::shutdownNow, "consumer");
        }
        assertEquals(List.of(0L, 1L, 2L), queue.shutdownNow());
    }

    /** The consumer's thread comes by meanwhile, finds that it is over, and leaves no trace of who is at work. */
    @Test
    void alsoWhenTheConsumerHasComeBy() throws Exception {
        make(QueueSpec.Topology.SPSC, 5);
        fill(queue, 0, 3);
        for (final Executable call : calls("consumer")) {
            inCodec = () -> {
                assertNull(Worker.start(queue::poll).get());
                call.execute();
            };
            assertRefused(queue::shutdownNow, "consumer");
        }
        assertEquals(List.of(0L, 1L, 2L), queue.shutdownNow());
    }

    /** The other side, and all that only looks, works: a handler may pass a message on to its own queue. */
    @ParameterizedTest
    @EnumSource
    void theOtherSideMayBeCalled(QueueSpec.Topology topology) {
        make(topology, 8);
        fill(queue, 0, 3);
        assertEquals(2, queue.read((type, buffer, index, length) -> {
            assertTrue(queue.offer(buffer.getLong(index) + 10));
            assertTrue(queue.offer(buffer, index, length));
            assertEquals(queue.stats().depth(), queue.size());
            assertFalse(queue.toString().isEmpty());
        }, 2), queue::toString);
        inCodec = () -> assertEquals(2L, queue.poll());
        assertTrue(queue.offer(7L));
        inCodec = () -> assertTrue(queue.offer(8L));
        assertEquals(10L, queue.poll());
        assertEquals(List.of(0L, 11L, 1L, 7L, 8L), rest(queue));
        queue.add(9L);
        assertEquals(1, queue.read((type, buffer, index, length) -> queue.shutdown(), 1));
        assertTrue(queue.isShutdown());
    }

    /** Room, or an element, that only the caller itself could make. */
    @ParameterizedTest
    @EnumSource
    void nobodyWaitsForItself(QueueSpec.Topology topology) {
        make(topology, 1);
        queue.add(0L);
        final var source = new MappedBuffer(ByteBuffer.allocateDirect(Long.BYTES));
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            for (final Executable call : List.<Executable>of(() -> queue.put(1L),
                    () -> queue.offer(1L, 1, TimeUnit.DAYS))) {
                final var refused = assertThrows(IllegalStateException.class, () ->
                        queue.read((type, buffer, index, length) -> {
                            queue.offer(source, 0, Long.BYTES); // in a ring the message has left its place
                            run(call);
                        }, 1));
                assertEquals("would wait in its own codec or handler: role=consumer file=" + file,
                        refused.getMessage());
            }
            queue.clear();
            queue.clear();
            for (final Executable call : List.<Executable>of(queue::take, () -> queue.poll(1, TimeUnit.DAYS),
                    queue::lease)) {
                inCodec = call;
                final var refused = assertThrows(IllegalStateException.class, () -> queue.offer(1L));
                assertEquals("would wait in its own codec or handler: role=producer file=" + file,
                        refused.getMessage());
            }
        });
        queue.add(2L);
        assertEquals(List.of(2L), rest(queue));
    }

    /** It is the same queue, whatever object leads to it and whatever other queue was called in between. */
    @Test
    void byWayOfAnotherQueueToo() {
        make(QueueSpec.Topology.MPMC, 5);
        fill(queue, 0, 2);
        final SharedQueue<Long> other = closed(SharedQueues.create(file.resolveSibling("other"),
                QueueSpec.mpmc(5, Long.BYTES), Codec.int64()));
        fill(other, 0, 2);
        assertRefused(() -> queue.read((type, buffer, index, length) ->
                other.read((type2, buffer2, index2, length2) -> queue.poll(), 1), 1), "consumer");
        assertEquals(1, queue.read((type, buffer, index, length) -> assertEquals(0L, other.poll()), 1));
        assertEquals(List.of(1L), rest(queue));
        assertEquals(List.of(1L), rest(other));
    }

    @Test
    void aLeaseOfARingEndsOutsideOnly() throws Exception {
        make(QueueSpec.Topology.MPMC, 5);
        fill(queue, 0, 2);
        final Lease<Long> lease = queue.lease();
        for (final Executable call : List.<Executable>of(lease::ack, lease::nack, lease::close)) {
            assertRefused(() -> queue.read((type, buffer, index, length) -> run(call), 1), "consumer");
        }
        lease.ack();
        assertEquals(List.of(1L), rest(queue));
    }

    /** Each of them alone, once the others have left: the seats they had are free. */
    @Test
    void whereverTheOthersHaveSat() throws Exception {
        make(QueueSpec.Topology.MPMC, 16);
        fill(queue, 0, 16);
        final int threads = 4;
        final List<Worker<Boolean>> workers = new ArrayList<>();
        final var go = new CountDownLatch[threads];
        final var inside = new AtomicInteger();
        for (int i = 0; i < threads; i++) {
            go[i] = new CountDownLatch(1);
        }
        final var enter = new CountDownLatch[threads];
        for (int i = 0; i < threads; i++) {
            enter[i] = new CountDownLatch(1);
        }
        for (int i = 0; i < threads; i++) {
            final int number = i;
            workers.add(Worker.start(() -> {
                await(enter[number]);
                return 1 == queue.read((type, buffer, index, length) -> {
                    inside.incrementAndGet();
                    await(go[number]);
                    assertRefused(queue::poll, "consumer");
                    assertRefused(() -> queue.read(NOTHING, 1), "consumer");
                }, 1);
            }));
        }
        for (int i = threads - 1; i >= 0; i--) { // so that few sit where they belong
            enter[i].countDown();
            final int sitting = threads - i;
            Worker.awaitTrue(() -> inside.get() == sitting);
        }
        for (int i = 0; i < threads; i++) {
            go[i].countDown();
            assertTrue(workers.get(i).get());
        }
        assertEquals(12, queue.size());
    }

    private static void await(CountDownLatch latch) {
        run(() -> assertTrue(latch.await(20, TimeUnit.SECONDS)));
    }

    /** Threads that say they are the same, or nobody. */
    @ParameterizedTest
    @EnumSource
    void threadsAreToldApartWhateverTheirIds(QueueSpec.Topology topology) throws Exception {
        for (final long id : new long[] {0, -1, 7}) {
            make(topology, 5);
            fill(queue, 0, 3);
            final var inside = new CountDownLatch(1);
            final var goOn = new CountDownLatch(1);
            final Thread reader = thread(id, () -> queue.read((type, buffer, index, length) -> {
                assertRefused(queue::poll, "consumer");
                inside.countDown();
                await(goOn);
            }, 1));
            await(inside);
            final Thread putter = thread(id, () -> assertTrue(queue.offer(9L)));
            putter.join(20_000);
            if (topology == QueueSpec.Topology.MPMC) {
                thread(id, () -> assertEquals(1L, queue.poll())).join(20_000);
            } else {
                queue.close(); // somebody is inside, and leaves for it
            }
            goOn.countDown();
            reader.join(20_000);
            queue.close();
            final SharedQueue<Long> next = open();
            assertEquals(topology == QueueSpec.Topology.MPMC ? List.of(2L, 9L) : List.of(1L, 2L, 9L), rest(next));
            next.close();
            SharedQueues.destroy(file);
            assertEquals(List.of(), failures);
        }
    }

    private Thread thread(long id, Executable call) {
        final Thread thread = new Thread(() -> run(call)) {
            @Override
            public long getId() {
                return id;
            }
        };
        thread.setUncaughtExceptionHandler((t, e) -> failures.add(e));
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
