// SPDX-License-Identifier: Apache-2.0

/** Blocking queues between threads, over the lock-free rings of JCTools. */
@org.jspecify.annotations.NullMarked
module io.queuekit.core {
    requires transitive org.agrona;
    requires org.jctools.core.jdk11;
    requires static transitive org.jspecify;

    exports io.queuekit;
}
