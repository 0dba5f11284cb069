// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap.buffer;

import static io.queuekit.offheap.buffer.Arguments.of;
import static java.nio.ByteOrder.nativeOrder;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.AtomicBuffer;

/** How to call each method of the three interfaces that {@link MappedBuffer} implements. */
final class Calls {

    /** By signature; methods that change what is wrapped are left to {@code MappedBufferTest}. */
    static final Map<String, Function<Arguments, Object[]>> ARGUMENTS = new TreeMap<>();

    static {
        queries();
        plain();
        ordered();
        bulk();
        text();
        numbers();
    }

    private Calls() {
    }

    /** Every method of the interfaces by its signature. */
    static Map<String, Method> methods() {
        Map<String, Method> methods = new TreeMap<>();
        Stream.<Class<?>>of(DirectBuffer.class, MutableDirectBuffer.class, AtomicBuffer.class, Comparable.class)
                .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .forEach(method -> methods.put(signature(method), method));
        return methods;
    }

    private static String signature(Method method) {
        return method.getName() + Arrays.stream(method.getParameterTypes()).map(Class::getSimpleName)
                .collect(Collectors.joining(",", "(", ")"));
    }

    private static void call(String signature, Function<Arguments, Object[]> arguments) {
        if (ARGUMENTS.put(signature, arguments) != null) {
            throw new IllegalStateException("twice: " + signature);
        }
    }

    private static void queries() {
        for (String name : new String[] {"capacity", "isExpandable", "byteArray", "byteBuffer", "wrapAdjustment",
            "addressOffset", "verifyAlignment"}) {
            call(name + "()", g -> of());
        }
        call("checkLimit(int)", g -> of(g.index(0)));
        call("boundsCheck(int,int)", g -> {
            int index = g.index(1);
            return of(index, g.length(index));
        });
        call("compareTo(Object)", g -> of(g.similar()));
    }

    private static void plain() {
        values("Long", "long", 8, Arguments::anyLong);
        values("Int", "int", 4, Arguments::anyInt);
        values("Short", "short", 2, Arguments::anyShort);
        values("Char", "char", 2, Arguments::anyChar);
        values("Double", "double", 8, Arguments::anyDouble);
        values("Float", "float", 4, Arguments::anyFloat);
        call("getByte(int)", g -> of(g.index(1)));
        call("putByte(int,byte)", g -> of(g.index(1), g.anyByte()));
    }

    private static void values(String name, String type, int size, Function<Arguments, Object> value) {
        call("get" + name + "(int)", g -> of(g.index(size)));
        call("get" + name + "(int,ByteOrder)", g -> of(g.index(size), g.order()));
        call("put" + name + "(int," + type + ")", g -> of(g.index(size), value.apply(g)));
        call("put" + name + "(int," + type + ",ByteOrder)", g -> of(g.index(size), value.apply(g), g.order()));
    }

    private static void ordered() {
        atomics("Long", "long", 8, Arguments::anyLong);
        atomics("Int", "int", 4, Arguments::anyInt);
        for (String name : new String[] {"compareAndSet", "compareAndExchange"}) {
            call(name + "Long(int,long,long)", g -> {
                int index = g.aligned(8);
                return of(index, g.expectedLong(index), g.anyLong());
            });
            call(name + "Int(int,int,int)", g -> {
                int index = g.aligned(4);
                return of(index, g.expectedInt(index), g.anyInt());
            });
        }
        volatiles("Long", "long", 8, Arguments::anyLong);
        volatiles("Int", "int", 4, Arguments::anyInt);
        volatiles("Short", "short", 2, Arguments::anyShort);
        volatiles("Char", "char", 2, Arguments::anyChar);
        volatiles("Byte", "byte", 1, Arguments::anyByte);
    }

    private static void volatiles(String name, String type, int size, Function<Arguments, Object> value) {
        call("get" + name + "Volatile(int)", g -> of(g.aligned(size)));
        call("put" + name + "Volatile(int," + type + ")", g -> of(g.aligned(size), value.apply(g)));
    }

    private static void atomics(String name, String type, int size, Function<Arguments, Object> value) {
        for (String get : new String[] {"Acquire", "Opaque"}) {
            call("get" + name + get + "(int)", g -> of(g.aligned(size)));
        }
        for (String write : new String[] {"put%sOrdered", "put%sRelease", "put%sOpaque", "add%sOrdered", "add%sRelease",
            "add%sOpaque", "getAndSet%s", "getAndAdd%s"}) {
            call(write.formatted(name) + "(int," + type + ")", g -> of(g.aligned(size), value.apply(g)));
        }
    }

    private static void bulk() {
        call("setMemory(int,int,byte)", g -> {
            int index = g.index(1);
            return of(index, g.length(index), g.anyByte());
        });
        for (String verb : new String[] {"get", "put"}) {
            call(verb + "Bytes(int,byte[])", g -> of(g.index(20), g.array()));
            call(verb + "Bytes(int,byte[],int,int)", g -> {
                int index = g.index(20);
                return of(index, g.array(), g.offset(), g.length(index));
            });
            call(verb + "Bytes(int,ByteBuffer,int)", g -> {
                int index = g.index(20);
                return of(index, g.byteBuffer(), g.length(index));
            });
            call(verb + "Bytes(int,ByteBuffer,int,int)", g -> {
                int index = g.index(20);
                return of(index, g.byteBuffer(), g.offset(), g.length(index));
            });
            String type = verb.equals("get") ? "MutableDirectBuffer" : "DirectBuffer";
            call(verb + "Bytes(int," + type + ",int,int)", g -> {
                int index = g.index(20);
                return of(index, g.buffer(), g.offset(), g.length(index));
            });
        }
    }

    private static void text() {
        for (String charset : new String[] {"Ascii", "Utf8"}) {
            call("getString" + charset + "(int)", g -> of(g.headerAt(g.index(20), nativeOrder())));
            call("getString" + charset + "(int,ByteOrder)", g -> {
                var order = g.order();
                return of(g.headerAt(g.index(20), order), order);
            });
            for (String name : new String[] {"getString" + charset, "getStringWithoutLength" + charset}) {
                call(name + "(int,int)", g -> {
                    int index = g.index(20);
                    return of(index, g.length(index));
                });
            }
            call("putStringWithoutLength" + charset + "(int,String)", g -> of(g.index(20), g.string()));
            call("putString" + charset + "(int,String)", g -> of(g.index(20), g.string()));
            call("putString" + charset + "(int,String,ByteOrder)", g -> of(g.index(20), g.string(), g.order()));
        }
        call("getStringAscii(int,Appendable)", g -> of(g.headerAt(g.index(20), nativeOrder()), new StringBuilder()));
        call("getStringAscii(int,Appendable,ByteOrder)", g -> {
            var order = g.order();
            return of(g.headerAt(g.index(20), order), new StringBuilder(), order);
        });
        for (String name : new String[] {"getStringAscii", "getStringWithoutLengthAscii"}) {
            call(name + "(int,int,Appendable)", g -> {
                int index = g.index(20);
                return of(index, g.length(index), new StringBuilder());
            });
        }
        call("putStringAscii(int,CharSequence)", g -> of(g.index(20), g.charSequence()));
        call("putStringAscii(int,CharSequence,ByteOrder)", g -> of(g.index(20), g.charSequence(), g.order()));
        call("putStringWithoutLengthAscii(int,CharSequence)", g -> of(g.index(20), g.charSequence()));
        call("putStringWithoutLengthAscii(int,String,int,int)",
                g -> of(g.index(20), g.string(), g.offset(), g.length(0)));
        call("putStringWithoutLengthAscii(int,CharSequence,int,int)",
                g -> of(g.index(20), g.charSequence(), g.offset(), g.length(0)));
        call("putStringUtf8(int,String,int)", g -> of(g.index(20), g.string(), g.maxEncodedLength()));
        call("putStringUtf8(int,String,ByteOrder,int)",
                g -> of(g.index(20), g.string(), g.order(), g.maxEncodedLength()));
    }

    private static void numbers() {
        for (String name : new String[] {"parseNaturalInt", "parseNaturalLong", "parseInt", "parseLong"}) {
            call(name + "Ascii(int,int)", g -> {
                int index = g.index(20);
                int length = g.digitsLength(index);
                return of(g.numberAt(index, length), length);
            });
        }
        call("putIntAscii(int,int)", g -> of(g.index(11), g.anyInt()));
        call("putNaturalIntAscii(int,int)", g -> of(g.index(10), g.anyInt()));
        call("putLongAscii(int,long)", g -> of(g.index(20), g.anyLong()));
        call("putNaturalLongAscii(int,long)", g -> of(g.index(19), g.anyLong()));
        call("putNaturalPaddedIntAscii(int,int,int)", g -> {
            int index = g.index(11);
            return of(index, g.digitsLength(index), g.anyInt());
        });
        call("putNaturalIntAsciiFromEnd(int,int)", g -> of(g.anyInt(), g.index(0)));
    }
}
