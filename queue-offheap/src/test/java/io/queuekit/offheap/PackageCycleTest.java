// SPDX-License-Identifier: Apache-2.0
package io.queuekit.offheap;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which package may name which. */
@Timeout(60)
class PackageCycleTest {

    private static final String ROOT = "io.queuekit.offheap";

    private static final JavaClasses CLASSES;

    static {
        System.setProperty("slf4j.internal.verbosity", "ERROR"); // else ArchUnit's logger complains that it has no sink
        CLASSES = new ClassFileImporter().importUrl(
                QueueFile.class.getProtectionDomain().getCodeSource().getLocation());
    }

    /** One slice for each package, the root package being one too. */
    private static final SliceAssignment PACKAGES = new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return type.getPackageName().startsWith(ROOT) ? SliceIdentifier.of(type.getPackageName())
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    };

    @Test
    void allPackagesAreLookedAt() {
        assertEquals(Set.of(ROOT, ROOT + ".buffer", ROOT + ".layout", ROOT + ".tool"),
                CLASSES.stream().map(JavaClass::getPackageName).filter(name -> !name.isEmpty())
                        .collect(Collectors.toSet()));
        assertTrue(CLASSES.contain(QueueFile.class));
        assertTrue(CLASSES.stream().noneMatch(type -> type.getSimpleName().endsWith("Test")));
        assertTrue(CLASSES.get(QueueFile.class).getDirectDependenciesFromSelf().size() > 20);
    }

    @Test
    void noCycles() {
        SlicesRuleDefinition.slices().assignedFrom(PACKAGES).should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void nobodyUsesTheTool() {
        noClasses().that().resideOutsideOfPackage(ROOT + ".tool..").should().dependOnClassesThat()
                .resideInAPackage(ROOT + ".tool..").check(CLASSES);
    }

    @Test
    void layoutAndBufferAreLeaves() {
        for (final String leaf : Set.of(ROOT + ".layout", ROOT + ".buffer")) {
            noClasses().that().resideInAPackage(leaf).should()
                    .dependOnClassesThat(resideInAPackage("io.queuekit..").and(not(resideInAPackage(leaf))))
                    .check(CLASSES);
        }
        noClasses().that().resideInAPackage(ROOT + ".layout").should()
                .dependOnClassesThat(resideInAnyPackage("java.nio..", "java.io..", "java.util.concurrent.."))
                .orShould().dependOnClassesThat().areAssignableTo(Thread.class).check(CLASSES);
    }

    @Test
    void nothingThatNeedsAFlagIsNamed() {
        noClasses().should().dependOnClassesThat(resideInAnyPackage("sun..", "jdk.internal..", "org.jctools.util.."))
                .orShould().dependOnClassesThat().haveNameMatching("org\\.agrona\\.(UnsafeApi|BufferUtil"
                        + "|AbstractMutableDirectBuffer|Expandable.*|concurrent\\.UnsafeBuffer"
                        + "|concurrent\\..*ArrayQueue)")
                .check(CLASSES);
    }

    @Test
    void onlyTheToolHasACommandLine() {
        classes().that().resideOutsideOfPackage(ROOT + ".tool..").should().onlyDependOnClassesThat(
                resideInAnyPackage("io.queuekit..", "java..", "org.agrona..", "org.jspecify..")).check(CLASSES);
    }
}
