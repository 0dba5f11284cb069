// SPDX-License-Identifier: Apache-2.0

/** The command line: the demo between two JVMs. Nothing else depends on this package. */
package io.queuekit.offheap.tool;
