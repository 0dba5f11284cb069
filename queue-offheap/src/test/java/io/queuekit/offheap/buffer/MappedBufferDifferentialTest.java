// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.buffer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.ExpandableDirectByteBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each method of {@link MappedBuffer} against the same method of Agrona's UnsafeBuffer, on equal memory. */
@Timeout(240)
class MappedBufferDifferentialTest {

    private static final int SEEDS = Integer.getInteger("queuekit.buffer.seeds", 250);
    private static final int ROUNDS = 8;
    private static final int GUARD = 24;
    private static final int[] CAPACITIES = {0, 1, 3, 8, 12, 16, 61, 64, 100, 300, 9000};

    private static final Set<String> COVERED_ELSEWHERE = Set.of("wrap(byte[])", "wrap(byte[],int,int)",
            "wrap(ByteBuffer)", "wrap(ByteBuffer,int,int)", "wrap(DirectBuffer)", "wrap(DirectBuffer,int,int)",
            "wrap(long,int)");

    private static final Map<String, Method> METHODS = Calls.methods();

    @Test
    void everyMethodOfTheInterfacesIsCovered() {
        var covered = new TreeSet<>(Calls.ARGUMENTS.keySet());
        covered.addAll(COVERED_ELSEWHERE);
        assertEquals(covered, new TreeSet<>(METHODS.keySet()));
    }

    @Test
    void behavesAsUnsafeBuffer() {
        Map<String, Set<String>> seen = new TreeMap<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            new Run(seed, seen).go();
        }
        // No method may have been tested on refused arguments alone.
        for (String signature : Calls.ARGUMENTS.keySet()) {
            Set<String> outcomes = seen.getOrDefault(signature, Set.of());
            assertTrue(outcomes.contains("value") || signature.equals("addressOffset()"), signature + " " + outcomes);
            assertTrue(outcomes.contains("IndexOutOfBoundsException") || !signature.contains("(int")
                    || signature.equals("checkLimit(int)"), signature + " " + outcomes);
        }
    }

    /** The documented differences: what is thrown here where Agrona does something else, else null. */
    private static String deviation(AtomicBuffer subject, String signature, Object[] arguments) {
        if (signature.equals("addressOffset()")) {
            return "UnsupportedOperationException";
        }
        if (isOrdered(signature)) {
            int index = (int) arguments[0];
            int size = signature.contains("Long") ? 8 : signature.contains("Int") ? 4 : signature.contains("Byte")
                    ? 1 : 2;
            boolean inBounds = index >= 0 && index <= subject.capacity() - size;
            boolean aligned = ((subject.wrapAdjustment() + index) & (size - 1)) == 0;
            return inBounds && !aligned ? "IllegalStateException" : null;
        }
        if (signature.startsWith("getStringAscii(int,int") || signature.startsWith("getStringUtf8(int,int")) {
            return (int) arguments[0] < 0 || (int) arguments[1] < 0 ? "IndexOutOfBoundsException" : null;
        }
        if (signature.startsWith("putNatural")) {
            boolean fromEnd = signature.contains("FromEnd");
            long value = ((Number) arguments[fromEnd ? 0 : arguments.length - 1]).longValue();
            int index = (int) arguments[0];
            boolean padded = signature.contains("Padded");
            if (value < 0 && padded && (index < 0 || (int) arguments[1] < 0
                    || index > subject.capacity() - (int) arguments[1])) {
                return "IndexOutOfBoundsException";
            }
            return value < 0 ? "NumberFormatException" : null;
        }
        return null;
    }

    private static boolean isOrdered(String signature) {
        String name = signature.substring(0, signature.indexOf('('));
        return name.endsWith("Volatile") || name.endsWith("Acquire") || name.endsWith("Release")
                || name.endsWith("Ordered") || name.endsWith("Opaque") || name.startsWith("compareAnd")
                || name.startsWith("getAnd");
    }

    /** One seed: a pair of buffers, and every method a few times in random order. */
    private static final class Run {

        private final long seed;
        private final Map<String, Set<String>> seen;
        private final ByteBuffer oursMemory;
        private final ByteBuffer theirsMemory;
        private final AtomicBuffer ours;
        private final AtomicBuffer theirs;
        private final Random random;

        Run(long seed, Map<String, Set<String>> seen) {
            this.seed = seed;
            this.seen = seen;
            random = new Random(seed);
            int capacity = CAPACITIES[random.nextInt(seed % 50 == 0 ? CAPACITIES.length : CAPACITIES.length - 1)];
            int offset = random.nextBoolean() ? GUARD : GUARD + random.nextInt(8);
            oursMemory = memory(capacity + 2 * GUARD);
            theirsMemory = memory(capacity + 2 * GUARD);
            for (int i = 0; i < oursMemory.capacity(); i++) {
                oursMemory.put(i, (byte) random.nextInt());
            }
            theirsMemory.put(0, oursMemory, 0, oursMemory.capacity());
            ours = seed % 2 == 0 ? new MappedBuffer(oursMemory, offset, capacity)
                    : new RecordBuffer(oursMemory, offset, capacity);
            theirs = new UnsafeBuffer(theirsMemory, offset, capacity);
        }

        private static ByteBuffer memory(int size) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(size + 16).alignedSlice(8);
            assertEquals(0, buffer.alignmentOffset(0, 8));
            return buffer;
        }

        void go() {
            List<String> signatures = new ArrayList<>(Calls.ARGUMENTS.keySet());
            for (int round = 0; round < ROUNDS; round++) {
                Collections.shuffle(signatures, random);
                for (String signature : signatures) {
                    step(signature, random.nextLong());
                }
            }
        }

        private void step(String signature, long callSeed) {
            var make = Calls.ARGUMENTS.get(signature);
            Object[] oursArguments = make.apply(new Arguments(callSeed, ours, Run::anyKind));
            Object[] theirsArguments = make.apply(new Arguments(callSeed, theirs, (r, b) -> new UnsafeBuffer(b)));
            String before = hex(oursMemory);
            String given = render(oursArguments);
            String where = "seed=" + seed + " callSeed=" + callSeed + " call=" + signature + " arguments=" + given
                    + " capacity=" + ours.capacity() + " offset=" + ours.wrapAdjustment();
            assertEquals(hex(theirsMemory), before, where);
            assertEquals(render(theirsArguments), given, where);

            String deviation = deviation(ours, signature, oursArguments);
            String actual = outcome(signature, ours, oursArguments);
            String expected = deviation == null ? outcome(signature, theirs, theirsArguments) : deviation;
            assertEquals(expected, actual, where);
            if (actual.startsWith("value")) {
                assertEquals(render(theirsArguments), render(oursArguments), where);
                assertEquals(hex(theirsMemory), hex(oursMemory), where);
            } else {
                // Nothing is half done: what is refused leaves every buffer as it was.
                assertEquals(given, render(oursArguments), where);
                assertEquals(before, hex(oursMemory), where);
                theirsMemory.put(0, oursMemory, 0, oursMemory.capacity());
            }
            seen.computeIfAbsent(signature, s -> new TreeSet<>()).add(actual.replaceFirst("=.*", ""));
        }

        private String outcome(String signature, AtomicBuffer buffer, Object[] arguments) {
            try {
                Object value = METHODS.get(signature).invoke(buffer, arguments);
                if (value instanceof ByteBuffer) {
                    return "value=" + (value == (buffer == ours ? oursMemory : theirsMemory));
                }
                if (value instanceof Double number) {
                    return "value=" + Double.doubleToRawLongBits(number);
                }
                if (value instanceof Float number) {
                    return "value=" + Float.floatToRawIntBits(number);
                }
                return "value=" + value;
            } catch (InvocationTargetException e) {
                return kind(e.getCause());
            } catch (IllegalAccessException e) {
                throw new AssertionError(e);
            }
        }

        private static String kind(Throwable thrown) {
            for (Class<?> kind : List.of(IndexOutOfBoundsException.class, NumberFormatException.class,
                    IllegalArgumentException.class)) {
                if (kind.isInstance(thrown)) {
                    return kind.getSimpleName();
                }
            }
            return thrown.getClass().getSimpleName();
        }

        private static String render(Object[] arguments) {
            return Arrays.toString(Arrays.stream(arguments).map(Run::render).toArray());
        }

        private static String render(Object argument) {
            if (argument instanceof byte[] bytes) {
                return hex(ByteBuffer.wrap(bytes));
            }
            if (argument instanceof ByteBuffer buffer) {
                return buffer.position() + ".." + buffer.limit() + ":" + hex(buffer);
            }
            if (argument instanceof DirectBuffer buffer) {
                byte[] bytes = new byte[buffer.capacity()];
                buffer.getBytes(0, bytes);
                return render(bytes);
            }
            return String.valueOf(argument);
        }

        private static String hex(ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.capacity()];
            buffer.duplicate().clear().get(bytes);
            return HexFormat.of().formatHex(bytes);
        }

        /** Every kind of buffer that a user may copy from or to, with the same content. */
        private static MutableDirectBuffer anyKind(Random random, byte[] bytes) {
            ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length + 5).put(5, bytes);
            ByteBuffer heap = ByteBuffer.allocate(bytes.length + 5).put(5, bytes);
            switch (random.nextInt(7)) {
                case 0:
                    return new UnsafeBuffer(bytes);
                case 1:
                    return new UnsafeBuffer(direct, 5, bytes.length);
                case 2:
                    return new UnsafeBuffer(heap.position(2).slice(), 3, bytes.length);
                case 3:
                    // By bare address: the memory has to outlive the call, so it is kept for good.
                    KEPT.add(direct);
                    return new UnsafeBuffer(new UnsafeBuffer(direct).addressOffset() + 5, bytes.length);
                case 4:
                    return new MappedBuffer(direct.position(2).slice(), 3, bytes.length);
                default:
                    return new MappedBuffer(direct, 5, bytes.length);
            }
        }

        private static final List<ByteBuffer> KEPT = new ArrayList<>();
    }

    @Test
    void copiesToAndFromBuffersThatGrow() {
        var buffer = new MappedBuffer(ByteBuffer.allocateDirect(300));
        for (int i = 0; i < 300; i++) {
            buffer.putByte(i, (byte) i);
        }
        for (MutableDirectBuffer growing : List.of(new ExpandableArrayBuffer(16), new ExpandableDirectByteBuffer(16))) {
            buffer.getBytes(7, growing, 3, 290);
            var back = new MappedBuffer(ByteBuffer.allocateDirect(300));
            back.putBytes(2, growing, 3, 290);
            for (int i = 0; i < 290; i++) {
                assertEquals((byte) (i + 7), back.getByte(i + 2));
            }
        }
    }
}
