// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Records as their components, one after the other, behind a hash of what the components are. */
final class RecordCodec<R extends Record> implements Codec<R> {

    /*
     * message   := hash:int32 component*
     * component := primitive                      boolean and byte 1 byte, short and char 2, int and float 4, else 8
     *            | 0                              a reference that is null
     *            | 1 ( primitive                  a wrapper
     *                | length:int32 byte*         a String in UTF-8, a byte[]
     *                | ordinal:int32              an enum
     *                | component* )               a record
     * All numbers in the byte order of the machine, without gaps.
     */

    private final Shape shape;
    private final int hash;

    RecordCodec(Class<R> type) {
        shape = Shape.of(Objects.requireNonNull(type, "type"), List.of());
        hash = shape.signature().hashCode();
    }

    @Override
    public int encode(R value, MutableDirectBuffer buffer, int offset) {
        final var out = new Out(buffer, offset);
        out.putInt(hash);
        shape.write(value, out);
        return out.at - offset;
    }

    @Override
    @SuppressWarnings("unchecked") // the shape was made from the class of R
    public R decode(DirectBuffer buffer, int offset, int length) {
        final var in = new In(buffer, offset, length);
        final int found = in.getInt();
        if (found != hash) {
            throw new IllegalArgumentException("recordHash=" + Integer.toHexString(found) + " expected="
                    + Integer.toHexString(hash) + " components=" + shape.signature());
        }
        final R value = (R) shape.read(in);
        if (in.at != in.end) {
            throw new IllegalArgumentException("length=" + length + " expected=" + (in.at - offset));
        }
        return value;
    }

    /** How one component is written and read. */
    private interface Part {
        void write(Object value, Out out);

        Object read(In in);
    }

    private record Simple(Writer writer, Reader reader) implements Part {
        interface Writer {
            void write(Object value, Out out);
        }

        interface Reader {
            Object read(In in);
        }

        @Override
        public void write(Object value, Out out) {
            writer.write(value, out);
        }

        @Override
        public Object read(In in) {
            return reader.read(in);
        }
    }

    private static final Map<Class<?>, Part> PRIMITIVES = Map.of(
            boolean.class, new Simple((v, out) -> out.putByte((boolean) v ? 1 : 0), in -> in.getByte() != 0),
            byte.class, new Simple((v, out) -> out.putByte((byte) v), In::getByte),
            short.class, new Simple((v, out) -> out.putShort((short) v), In::getShort),
            char.class, new Simple((v, out) -> out.putShort((short) (char) v), in -> (char) in.getShort()),
            int.class, new Simple((v, out) -> out.putInt((int) v), In::getInt),
            float.class, new Simple((v, out) -> out.putInt(Float.floatToRawIntBits((float) v)),
                    in -> Float.intBitsToFloat(in.getInt())),
            long.class, new Simple((v, out) -> out.putLong((long) v), In::getLong),
            double.class, new Simple((v, out) -> out.putLong(Double.doubleToRawLongBits((double) v)),
                    in -> Double.longBitsToDouble(in.getLong())));

    private static final Map<Class<?>, Class<?>> WRAPPERS = Map.of(Boolean.class, boolean.class, Byte.class, byte.class,
            Short.class, short.class, Character.class, char.class, Integer.class, int.class, Float.class, float.class,
            Long.class, long.class, Double.class, double.class);

    private static final Part BYTES =
            new Simple((v, out) -> out.putBytes((byte[]) v), In::getBytes);

    private static final Part TEXT = new Simple(
            (v, out) -> out.putBytes(((String) v).getBytes(java.nio.charset.StandardCharsets.UTF_8)),
            in -> new String(in.getBytes(), java.nio.charset.StandardCharsets.UTF_8));

    private static Part part(Class<?> type, List<Class<?>> within) {
        final Part primitive = PRIMITIVES.get(type);
        return primitive != null ? primitive : nullable(reference(type, within));
    }

    private static Part reference(Class<?> type, List<Class<?>> within) {
        if (WRAPPERS.containsKey(type)) {
            return PRIMITIVES.get(WRAPPERS.get(type));
        } else if (type == String.class) {
            return TEXT;
        } else if (type == byte[].class) {
            return BYTES;
        } else if (type.isEnum()) {
            final Object[] constants = type.getEnumConstants();
            return new Simple((v, out) -> out.putInt(((Enum<?>) v).ordinal()),
                    in -> constants[checkOrdinal(in.getInt(), constants.length)]);
        } else if (type.isRecord()) {
            return Shape.of(type, within);
        }
        throw new IllegalArgumentException("component type is not supported: type=" + type.getName());
    }

    private static int checkOrdinal(int ordinal, int constants) {
        if (ordinal < 0 || ordinal >= constants) {
            throw new IllegalArgumentException("ordinal=" + ordinal + " constants=" + constants);
        }
        return ordinal;
    }

    private static Part nullable(Part part) {
        return new Simple((v, out) -> {
            out.putByte(v == null ? 0 : 1);
            if (v != null) {
                part.write(v, out);
            }
        }, in -> in.getByte() == 0 ? null : part.read(in));
    }

    /** A record class taken apart. */
    private record Shape(String signature, List<Part> parts, List<MethodHandle> getters, MethodHandle constructor)
            implements Part {

        /** The classes in the list are being taken apart already: meeting one again there would be no end. */
        static Shape of(Class<?> type, List<Class<?>> outer) {
            if (!type.isRecord() || outer.contains(type)) {
                throw new IllegalArgumentException(
                        (type.isRecord() ? "record contains itself: type=" : "not a record: type=") + type.getName());
            }
            final RecordComponent[] components = type.getRecordComponents();
            final var within = new ArrayList<>(outer);
            within.add(type);
            final var signature = new StringBuilder("{");
            final var parts = new ArrayList<Part>();
            final var getters = new ArrayList<MethodHandle>();
            try {
                for (final RecordComponent component : components) {
                    final Part part = part(component.getType(), within);
                    parts.add(part);
                    component.getAccessor().setAccessible(true);
                    getters.add(MethodHandles.lookup().unreflect(component.getAccessor())
                            .asType(java.lang.invoke.MethodType.methodType(Object.class, Object.class)));
                    signature.append(component.getName()).append(':')
                            .append(typeName(component.getType(), within)).append(' ');
                }
                final var constructor = type.getDeclaredConstructor(
                        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
                constructor.setAccessible(true);
                return new Shape(signature.append('}').toString(), parts, getters,
                        MethodHandles.lookup().unreflectConstructor(constructor)
                                .asSpreader(Object[].class, components.length));
            } catch (ReflectiveOperationException | InaccessibleObjectException e) {
                throw new IllegalArgumentException("record is out of reach: type=" + type.getName(), e);
            }
        }

        private static String typeName(Class<?> type, List<Class<?>> within) {
            if (type.isEnum()) {
                return "enum" + Arrays.toString(type.getEnumConstants());
            }
            return type.isRecord() ? Shape.of(type, within).signature : type.getSimpleName();
        }

        @Override
        public void write(Object value, Out out) {
            for (int i = 0; i < parts.size(); i++) {
                parts.get(i).write(call(getters.get(i), value), out);
            }
        }

        @Override
        public Object read(In in) {
            final Object[] values = new Object[parts.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = parts.get(i).read(in);
            }
            return call(constructor, values);
        }

        private static Object call(MethodHandle handle, Object argument) {
            try {
                return handle.invoke(argument);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) { // a record's accessors and constructor declare no checked exceptions
                throw new IllegalStateException(e);
            }
        }
    }

    /** Writes from an offset on. */
    private static final class Out {
        private final MutableDirectBuffer buffer;
        private int at;

        Out(MutableDirectBuffer buffer, int offset) {
            this.buffer = buffer;
            this.at = offset;
        }

        private int next(int length) {
            Codecs.checkLength(at + length, buffer.capacity());
            final int index = at;
            at += length;
            return index;
        }

        void putByte(int value) {
            buffer.putByte(next(Byte.BYTES), (byte) value);
        }

        void putShort(short value) {
            buffer.putShort(next(Short.BYTES), value);
        }

        void putInt(int value) {
            buffer.putInt(next(Integer.BYTES), value);
        }

        void putLong(long value) {
            buffer.putLong(next(Long.BYTES), value);
        }

        void putBytes(byte[] value) {
            putInt(value.length);
            buffer.putBytes(next(value.length), value);
        }
    }

    /** Reads from an offset on and no further than the message. */
    private static final class In {
        private final DirectBuffer buffer;
        private final int end;
        private int at;

        In(DirectBuffer buffer, int offset, int length) {
            this.buffer = buffer;
            this.at = offset;
            this.end = offset + length;
        }

        private int next(int length) {
            if (length < 0 || length > end - at) {
                throw new IllegalArgumentException("record is cut off: needed=" + length + " left=" + (end - at));
            }
            final int index = at;
            at += length;
            return index;
        }

        byte getByte() {
            return buffer.getByte(next(Byte.BYTES));
        }

        short getShort() {
            return buffer.getShort(next(Short.BYTES));
        }

        int getInt() {
            return buffer.getInt(next(Integer.BYTES));
        }

        long getLong() {
            return buffer.getLong(next(Long.BYTES));
        }

        byte[] getBytes() {
            final int length = getInt();
            final byte[] value = new byte[length < 0 || length > end - at ? 0 : length];
            buffer.getBytes(next(length), value);
            return value;
        }
    }
}
