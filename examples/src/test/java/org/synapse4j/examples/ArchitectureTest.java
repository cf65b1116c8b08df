package org.synapse4j.examples;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.JavaModifier.ABSTRACT;
import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.List;
import org.synapse4j.mongocommon.OddDocumentException;

/** The arrows between the modules, and how classes are named. It looks at every module that this one has on its class path. */
@AnalyzeClasses(packages = "org.synapse4j", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] JDK = {"java..", "org.jspecify.."};
    private static final String[] STRATEGIES = {
        "org.synapse4j.inmemory..", "org.synapse4j.mongoperevent..", "org.synapse4j.mongopercommit.."
    };
    private static final String[] ADAPTERS = {
        "org.synapse4j.inmemory..",
        "org.synapse4j.jackson..",
        "org.synapse4j.xstream..",
        "org.synapse4j.mongo*..",
        "org.synapse4j.core.."
    };

    private static final String[] APPLICATIONS_USE = {
        "org.synapse4j.api..",
        "org.synapse4j.core..",
        "org.synapse4j.subscriptions..",
        "org.synapse4j.inmemory..",
        "org.synapse4j.jackson..",
        "org.synapse4j.xstream..",
        "org.synapse4j.mongocommon..",
        "org.synapse4j.mongoperevent..",
        "org.synapse4j.mongopercommit.."
    };

    @ArchTest
    static final ArchRule API_DEPENDS_ON_NOTHING = onlyOn("api");

    @ArchTest
    static final ArchRule IN_MEMORY_DEPENDS_ON_API = onlyOn("inmemory", "org.synapse4j.api..");

    @ArchTest
    static final ArchRule JACKSON_DEPENDS_ON_API_AND_JACKSON =
            onlyOn("jackson", "org.synapse4j.api..", "com.fasterxml.jackson..");

    @ArchTest
    static final ArchRule XSTREAM_DEPENDS_ON_API_AND_XSTREAM = onlyOn(
            "xstream",
            "org.synapse4j.api..",
            "com.thoughtworks.xstream..",
            "javax.xml..",
            "org.w3c.dom..",
            "org.xml.sax..");

    @ArchTest
    static final ArchRule TCK_DEPENDS_ON_API_AND_JUNIT =
            onlyOn("tck", "org.synapse4j.api..", "org.junit..", "org.opentest4j..", "org.apiguardian..");

    @ArchTest
    static final ArchRule SUBSCRIPTIONS_DEPEND_ON_API = onlyOn("subscriptions", "org.synapse4j.api..", "org.slf4j..");

    @ArchTest
    static final ArchRule CORE_DEPENDS_ON_API_AND_SUBSCRIPTIONS = onlyOn(
            "core", "org.synapse4j.api..", "org.synapse4j.subscriptions..", "org.slf4j..", "jakarta.validation..");

    @ArchTest
    static final ArchRule TESTING_DEPENDS_ON_CORE_SUBSCRIPTIONS_AND_IN_MEMORY = onlyOn(
            "testing",
            "org.synapse4j.api..",
            "org.synapse4j.core..",
            "org.synapse4j.subscriptions..",
            "org.synapse4j.inmemory..");

    @ArchTest
    static final ArchRule FLOORS_OF_THE_CORE = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("org.synapse4j.core..")
            .layer("ground")
            .definedBy("org.synapse4j.core.errors..", "org.synapse4j.core.internal..")
            .layer("aggregate")
            .definedBy("org.synapse4j.core.aggregate..")
            .layer("repository")
            .definedBy("org.synapse4j.core.repository..")
            .layer("unit of work")
            .definedBy("org.synapse4j.core.unitofwork..")
            .layer("command")
            .definedBy("org.synapse4j.core.command..")
            .layer("process")
            .definedBy("org.synapse4j.core.process..")
            .layer("wiring")
            .definedBy("org.synapse4j.core.wiring..")
            .whereLayer("wiring")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("process")
            .mayOnlyAccessLayers("command", "unit of work", "repository", "aggregate", "ground")
            .whereLayer("command")
            .mayOnlyAccessLayers("unit of work", "repository", "aggregate", "ground")
            .whereLayer("unit of work")
            .mayOnlyAccessLayers("repository", "aggregate", "ground")
            .whereLayer("repository")
            .mayOnlyAccessLayers("aggregate", "ground")
            .whereLayer("aggregate")
            .mayOnlyAccessLayers("ground")
            .whereLayer("ground")
            .mayNotAccessAnyLayer();

    @ArchTest
    static final ArchRule THE_ROOMS_OF_THE_TCK_HAVE_NO_CIRCLE = SlicesRuleDefinition.slices()
            .matching("org.synapse4j.tck.(*)..")
            .should()
            .beFreeOfCycles();

    @ArchTest
    static final ArchRule NO_ROOM_OF_THE_TCK_KNOWS_ITS_DOOR = noClasses()
            .that()
            .resideInAPackage("org.synapse4j.tck.*..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.synapse4j.tck");

    @ArchTest
    static final ArchRule MONGO_COMMON_DEPENDS_ON_API_AND_DRIVER = onlyOn(
            "mongocommon",
            "org.synapse4j.api..",
            "org.bson..",
            "com.mongodb..",
            "com.fasterxml.jackson.core..",
            "org.slf4j..",
            // Looked at by the compiler only.
            "com.google.errorprone.annotations..");

    @ArchTest
    static final ArchRule PER_EVENT_DEPENDS_ON_MONGO_COMMON = onlyOn(
            "mongoperevent", "org.synapse4j.api..", "org.synapse4j.mongocommon..", "org.bson..", "com.mongodb..");

    @ArchTest
    static final ArchRule PER_COMMIT_DEPENDS_ON_MONGO_COMMON = onlyOn(
            "mongopercommit", "org.synapse4j.api..", "org.synapse4j.mongocommon..", "org.bson..", "com.mongodb..");

    @ArchTest
    static final ArchRule STRATEGIES_DO_NOT_KNOW_EACH_OTHER = SlicesRuleDefinition.slices()
            .matching("org.synapse4j.(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(outside(STRATEGIES), any())
            .ignoreDependency(any(), outside(STRATEGIES));

    @ArchTest
    static final ArchRule NOTHING_DEPENDS_ON_EXAMPLES_OR_BENCHMARKS = noClasses()
            .that()
            .resideOutsideOfPackages("org.synapse4j.examples..", "org.synapse4j.benchmarks..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.synapse4j.examples..", "org.synapse4j.benchmarks..");

    @ArchTest
    static final ArchRule LOGS_GO_TO_SLF4J_BUT_THOSE_OF_THE_API = noClasses()
            .that()
            .resideOutsideOfPackage("org.synapse4j.api..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(System.Logger.class)
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("java.util.logging..");

    @ArchTest
    static final ArchRule INTERNAL_STAYS_INTERNAL = noClasses()
            .that()
            .resideOutsideOfPackage("org.synapse4j.api..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.synapse4j.api.internal..");

    @ArchTest
    static final ArchRule ONLY_STRATEGIES_KNOW_WHAT_IS_INTERNAL_TO_MONGO = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "org.synapse4j.mongocommon..", "org.synapse4j.mongoperevent..", "org.synapse4j.mongopercommit..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.synapse4j.mongocommon.internal..",
                    "org.synapse4j.mongocommon.documents..",
                    "org.synapse4j.mongocommon.bson..");

    @ArchTest
    static final ArchRule DOCUMENTS_KNOW_NO_DRIVER = classes()
            .that()
            .resideInAPackage("org.synapse4j.mongocommon.documents..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(JDK)
                    .or(resideInAnyPackage(
                            "org.synapse4j.mongocommon.documents..",
                            "org.synapse4j.mongocommon.bson..",
                            "org.synapse4j.api..",
                            "org.bson.."))
                    .or(type(OddDocumentException.class)));

    @ArchTest
    static final ArchRule THE_BRIDGE_OF_BSON_KNOWS_NO_LOG = noClasses()
            .that()
            .resideInAPackage("org.synapse4j.mongocommon.bson..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.synapse4j.mongocommon",
                    "org.synapse4j.mongocommon.internal..",
                    "org.synapse4j.mongocommon.documents..");

    @ArchTest
    static final ArchRule EXAMPLES_OF_THE_CART_KNOW_ONLY_THE_API = onlyOn("examples.cart", "org.synapse4j.api..");

    @ArchTest
    static final ArchRule NAMED_BY_ROLE = noClasses()
            .should()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveNameMatching(".*[.$](Abstract|Base)[A-Z]\\w*|.*(Base|Abstract|Manager|Helper|Util|Utils)");

    @ArchTest
    static final ArchRule ADAPTERS_ARE_FINAL = classes()
            .that()
            .resideInAnyPackage(ADAPTERS)
            .and()
            .arePublic()
            .and()
            .areNotInterfaces()
            .should()
            .haveModifier(FINAL);

    /** The class that decorators of a strange storage extend: one deep, and each method of the SPI in it once. */
    private static final String DECORATORS = "org.synapse4j.api.spi.ForwardingStorage";

    @ArchTest
    static final ArchRule NO_TOWERS = classes()
            .that()
            .resideOutsideOfPackage("org.synapse4j.tck..")
            .and()
            .areNotInterfaces()
            .and()
            .areNotEnums()
            .and()
            .haveModifier(ABSTRACT)
            .and()
            .doNotHaveFullyQualifiedName(DECORATORS)
            .should()
            .beAssignableTo(Throwable.class);

    /** Of classes that need each other, none can be read, tested or moved alone. */
    @ArchTest
    static void noCirclesOfClasses(JavaClasses all) {
        Circles.requireNone(all);
    }

    /** Who waits in a monitor pins the thread that carries a virtual one, on a Java before 24, and cannot be interrupted by who waits for it. */
    @ArchTest
    static void nobodyWaitsInAMonitor(JavaClasses all) {
        assertEquals(
                List.of(),
                Monitors.waitsIn(all.stream()
                        .filter(resideInAnyPackage(APPLICATIONS_USE))
                        .toList()));
    }

    @ArchTest
    static void waitingInAMonitorIsFound(JavaClasses all) {
        assertEquals(
                List.of(
                        "Waiting.block calls Waiting.sleep calls java.lang.Thread.sleep",
                        "Waiting.inFunction calls Waiting.lambda.inFunction.0 calls Waiting.sleep calls java.lang.Thread.sleep",
                        "Waiting.method calls Waiting.Lower.linger calls java.util.concurrent.CountDownLatch.await"),
                Monitors.waitsIn(new ClassFileImporter()
                        .importClasses(Waiting.class, Waiting.Upper.class, Waiting.Lower.class).stream()
                                .toList()));
    }

    private static ArchRule onlyOn(String module, String... others) {
        String own = "org.synapse4j." + module + "..";
        return classes()
                .that()
                .resideInAPackage(own)
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(own).or(resideInAnyPackage(JDK)).or(resideInAnyPackage(others)));
    }

    private static DescribedPredicate<JavaClass> outside(String... packages) {
        return resideOutsideOfPackages(packages);
    }

    private static DescribedPredicate<JavaClass> any() {
        return DescribedPredicate.alwaysTrue();
    }
}
