// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a ring has in its file beyond what a lane has, and refuses there; and files of somebody else. */
@Timeout(60)
class RingFileTest extends LaneTestCase {

    private static final QueueSpec SPEC = QueueSpec.mpmc(4, 100).withLanes(2).withLeases(3);

    private final String user = System.getProperty("user.name");

    @AfterEach
    void restoreName() {
        System.setProperty("user.name", user);
    }

    private void makeAndClose() {
        create(SPEC, Codec.int64()).close();
    }

    private void refused(String... parts) throws IOException {
        final List<String> before = Folder.names(file.getParent());
        for (final Runnable opening : List.<Runnable>of(this::open, () -> SharedQueues.destroy(file),
                () -> SharedQueues.openOrCreate(file, SPEC, Codec.int64()))) {
            final String message = assertThrows(QueueFileException.class, opening::run).getMessage();
            for (final String part : parts) {
                assertTrue(message.contains(part), message);
            }
            assertTrue(message.endsWith(" file=" + file), message);
        }
        assertEquals(before, Folder.names(file.getParent()));
        assertEquals(List.of(), Folder.open(file.getParent()));
    }

    @Test
    void filesArePrivateAndOfFullLength() throws IOException {
        makeAndClose();
        assertEquals(SPEC.fileLength(), Files.size(file));
        for (final String name : Folder.names(file.getParent())) {
            assertEquals("rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(file.resolveSibling(name))));
        }
    }

    @Test
    void moreThanOneGibibyteIsRefusedWithBothNumbers() {
        final long lane = QueueSpec.mpmc(1000, 60_000).withLanes(2).fileLength()
                - QueueSpec.mpmc(1000, 60_000).withLanes(1).fileLength();
        final int most = (int) (((1L << 30) - QueueSpec.mpmc(1000, 60_000).withLanes(1).fileLength()) / lane) + 1;
        final QueueSpec largest = QueueSpec.mpmc(1000, 60_000).withLanes(most);
        assertTrue(largest.fileLength() <= 1L << 30 && largest.fileLength() + lane > 1L << 30);
        final long tooLong = largest.fileLength() + lane;
        final String message = message(() -> largest.withLanes(most + 1));
        assertTrue(message.startsWith("fileLength=" + tooLong + " max=1073741824 "), message);
        assertTrue(message.endsWith(" capacity=1000 maxMessageBytes=60000 lanes=" + (most + 1)), message);
        assertTrue(message(() -> QueueSpec.mpmc(Integer.MAX_VALUE, Integer.MAX_VALUE)).contains("max=1073741824"));
        assertTrue(message(() -> QueueSpec.mpmc(1, 20_000).withLeases(65_536)).contains("max=1073741824"));
    }

    private static String message(Supplier<QueueSpec> making) {
        return assertThrows(IllegalArgumentException.class, making::get).getMessage();
    }

    @Test
    void numbersOutOfTheirRangeAreNamed() {
        final QueueSpec mpmc = QueueSpec.mpmc(1, 8);
        assertEquals("lanes=0 min=1", message(() -> mpmc.withLanes(0)));
        assertEquals("lanes=255 max=254", message(() -> mpmc.withLanes(255)));
        assertEquals("leases=0 min=1", message(() -> mpmc.withLeases(0)));
        assertEquals("leases=65537 max=65536", message(() -> mpmc.withLeases(65_537)));
        assertEquals("lanes=2 max=1", message(() -> QueueSpec.spmc(1, 8).withLanes(2)));
        assertEquals("lanes=2 max=1", message(() -> QueueSpec.spsc(1, 8).withLanes(2)));
        assertEquals("leases=2 max=1", message(() -> QueueSpec.spsc(1, 8).withLeases(2)));
        assertEquals(254, mpmc.withLanes(254).lanes());
        assertEquals(65_536, mpmc.withLeases(65_536).leases());
    }

    @ParameterizedTest
    @CsvSource({"72,0,lanes=0,min=1", "72,-1,lanes=-1,min=1", "72,255,lanes=255,max=254", "72,3,fileLength=,expected=",
            "76,0,leases=0,min=1", "76,65537,leases=65537,max=65536", "76,2,fileLength=,expected=",
            "16,1,fileLength=,expected=", "16,3,lanes=2,max=1", "20,5,fileLength=,expected=",
            "20,2147483647,fileLength=,max=1073741824", "24,-1,maxMessageBytes=-1,min=1",
            "28,8,slotStride=8,expected=112", "8,0,layoutVersion=0,expected=1", "8,2,layoutVersion=2,expected=1"})
    void wrongFieldBehindARightChecksum(int offset, int value, String found, String expected) throws IOException {
        makeAndClose();
        Folder.writeInt(file, offset, value);
        Folder.writeChecksum(file);
        refused(found, expected);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, -64, 1, 64, 1 << 20})
    void otherLength(long more) throws IOException {
        makeAndClose();
        try (var access = new RandomAccessFile(file.toFile(), "rw")) {
            access.setLength(SPEC.fileLength() + more);
        }
        refused("fileLength=" + (SPEC.fileLength() + more), "expected=" + SPEC.fileLength());
    }

    /** Everybody but root, who may do as he likes. */
    @Test
    void fileOfSomebodyElseIsRefused() throws IOException {
        makeAndClose();
        try {
            Files.setAttribute(file, "unix:uid", 65534, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            assumeTrue(false, "only root can give a file away: " + e);
        }
        System.setProperty("user.name", "somebody");
        refused("belongs to somebody else", "owner=", "expected=somebody");
    }
}
