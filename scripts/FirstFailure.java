import java.util.concurrent.atomic.AtomicInteger;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs test classes for {@code scripts/mutants} until one test fails, names it, and ends with 1; with 0 where none does, with 2 where none runs. */
final class FirstFailure {
    private FirstFailure() {}

    public static void main(String[] classes) {
        LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request();
        for (String name : classes) {
            request.selectors(DiscoverySelectors.selectClass(name));
        }
        AtomicInteger ran = new AtomicInteger();
        LauncherFactory.create().execute(request.build(), new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                ran.addAndGet(test.isTest() ? 1 : 0);
                if (result.getStatus() == TestExecutionResult.Status.FAILED) {
                    System.out.println("FAILED " + test.getUniqueId().replaceAll(".*\\[class:([^\\]]*)\\].*", "$1") + " "
                            + test.getDisplayName());
                    System.out.flush();
                    Runtime.getRuntime().halt(1);
                }
            }
        });
        System.out.println(ran + " tests");
        System.out.flush();
        Runtime.getRuntime().halt(ran.get() == 0 ? 2 : 0);
    }
}
