package org.synapse4j.examples.ordering;

import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.synapse4j.api.EventQuery;
import org.synapse4j.api.ExpectedVersion;
import org.synapse4j.api.serialization.EventTypes;
import org.synapse4j.core.aggregate.AggregateType;
import org.synapse4j.core.command.Command;
import org.synapse4j.core.command.CommandId;
import org.synapse4j.core.process.ProcessEvent;
import org.synapse4j.core.repository.Repository;
import org.synapse4j.core.repository.SnapshotPolicy;
import org.synapse4j.core.unitofwork.Worked;
import org.synapse4j.core.wiring.Wired;
import org.synapse4j.core.wiring.Wiring;
import org.synapse4j.examples.ordering.Stock.Receive;
import org.synapse4j.examples.ordering.Stock.Reserve;
import org.synapse4j.examples.ordering.Stock.SoldOut;
import org.synapse4j.subscriptions.Start;

/** Orders and stock, from a line of configuration to what is printed; read it from top to bottom. */
public final class OrderingExample {
    private static final EventTypes TYPES = EventTypes.builder()
            .addAll(Order.Event.class)
            .addAll(Stock.Event.class)
            .addAll(ProcessEvent.class)
            .add(Stock.class, Payment.class, Payment.Cancel.class)
            .build();

    private static final AggregateType<Stock> STOCK = AggregateType.of("stock", Stock.DECIDER);

    /** To put an item on an order and reserve it: two aggregates, one commit. */
    record AddItem(String order, String customer, String item, int quantity) {}

    /** To pay an order. */
    record Pay(String order) {}

    private final PrintStream out;
    private final CompletableFuture<String> cancelled = new CompletableFuture<>();
    /** A view of what was ordered, of this process; one that lasts follows the feed. */
    private final Map<String, Integer> ordered = new TreeMap<>();

    private boolean othersAreFaster;

    private OrderingExample(PrintStream out) {
        this.out = out;
    }

    /** Runs it on a storage, such as {@code memory:} or {@code mongodb://localhost/shop?layout=per-event}. */
    public static void run(String line, PrintStream out) {
        OrderingExample example = new OrderingExample(out);
        ExecutorService threads = Executors.newCachedThreadPool();
        try (Wired shop = example.wired(line, threads)) {
            example.run(shop);
        } finally {
            threads.shutdown();
        }
    }

    private Wired wired(String line, Executor threads) {
        return Wiring.on(line, TYPES)
                .aggregates(Order.TYPE)
                .aggregates(STOCK, stock -> stock.caching(1_000).snapshots(Stock.class, SnapshotPolicy.events(3)))
                .commands((bus, repositories) -> {
                    Repository<Stock> stock = repositories.of(STOCK);
                    Repository<Order> orders = repositories.of(Order.TYPE);
                    bus.on(Stock.Command.class, stock, Stock.DECIDER, Stock.Command::item)
                            .on(AddItem.class, (add, context) -> {
                                Order order = context.work()
                                        .loadOrAdd(orders, add.order())
                                        .state();
                                order.add(add.customer(), add.item(), add.quantity());
                                context.handle(new Reserve(add.item(), add.quantity()));
                                beOvertaken(stock, add.item());
                                return order.lines();
                            })
                            .on(Pay.class, (pay, context) -> {
                                context.work().load(orders, pay.order()).state().pay();
                                return "paid";
                            })
                            .on(Payment.Cancel.class, (cancel, context) -> {
                                Order order = context.work()
                                        .load(orders, cancel.order())
                                        .state();
                                order.cancel().forEach((item, quantity) -> context.handle(new Receive(item, quantity)));
                                return "cancelled";
                            });
                })
                .process(Payment.TYPE, Start.BEGINNING)
                .subscription(
                        "cancellations",
                        subscription -> subscription
                                .matching(EventQuery.types("OrderCancelled"))
                                .from(Start.BEGINNING)
                                .handle((event, lease) ->
                                        cancelled.complete(event.stream().id())))
                .running(threads)
                .units(units -> units.publishingTo(happened -> {
                    if (happened.event().payload() instanceof Order.LineAdded added) {
                        ordered.merge(added.item(), added.quantity(), Integer::sum);
                    }
                }))
                .build();
    }

    private void run(Wired shop) {
        shop.bus().dispatch(new Receive("tea", 5));

        Worked<?> first = shop.bus().dispatch(new AddItem("42", "ada", "tea", 2));
        out.println("order 42 has " + first.value() + ", in one commit of "
                + first.result().orElseThrow().places().size() + " events");

        shop.bus().dispatch(new Pay("42"));

        othersAreFaster = true;
        Worked<?> second = shop.bus().dispatch(new AddItem("42", "ada", "tea", 1));
        out.println("order 42 has " + second.value() + ", decided " + second.attempts()
                + " times, as others received tea meanwhile");

        try {
            shop.bus().dispatch(new AddItem("43", "bob", "tea", 100));
        } catch (SoldOut refused) {
            out.println("order 43 is " + (shop.repository(Order.TYPE).find("43").isPresent() ? "there" : "not there")
                    + ", as there is not enough tea");
        }

        Command<?> request = Command.once(CommandId.of("request 7"), new AddItem("44", "eve", "tea", 3));
        shop.bus().dispatch(request);
        out.println("request 7 sent again is " + (shop.bus().dispatch(request).repeated() ? "known" : "carried out"));

        out.println(
                "order " + cancelled.orTimeout(1, TimeUnit.MINUTES).join() + " was not paid in time, and is cancelled");

        out.println("tea left: " + shop.repository(STOCK).load("tea").state().available() + ", ordered: " + ordered
                + ", snapshot at version "
                + shop.store()
                        .snapshots()
                        .latest(STOCK.stream("tea"), Stock.class)
                        .orElseThrow()
                        .version());
    }

    /** Another process stores something first, between a decision and its commit, once. */
    private void beOvertaken(Repository<Stock> stock, String item) {
        if (othersAreFaster) {
            othersAreFaster = false;
            stock.store().append(STOCK.stream(item), ExpectedVersion.any(), new Stock.Received(10));
        }
    }
}
