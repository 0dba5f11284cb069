// SPDX-License-Identifier: Apache-2.0

import org.jspecify.annotations.NullMarked;

/** Queues between JVMs, in shared memory. Start with {@link io.queuekit.offheap.SharedQueues}. */
@NullMarked
module io.queuekit.offheap {
    requires transitive io.queuekit.core;
    requires transitive org.agrona;
    requires static info.picocli;
    requires static org.jspecify;

    exports io.queuekit.offheap;
    exports io.queuekit.offheap.buffer;
    exports io.queuekit.offheap.layout;
    exports io.queuekit.offheap.tool;

    opens io.queuekit.offheap.tool to info.picocli;
}
