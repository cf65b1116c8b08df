package org.synapse4j.tckmutants;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.synapse4j.api.AppendResult;
import org.synapse4j.api.spi.AppendCapability;
import org.synapse4j.api.spi.FeedStorage;
import org.synapse4j.api.spi.ForwardingStorage;
import org.synapse4j.api.spi.LeaseStorage;
import org.synapse4j.api.spi.SerializedCommit;
import org.synapse4j.api.spi.SnapshotStorage;
import org.synapse4j.api.spi.StorageStrategy;
import org.synapse4j.api.spi.StreamDeletion;
import org.synapse4j.api.spi.StreamListing;
import org.synapse4j.api.spi.ViewStorage;
import org.synapse4j.tck.fixture.Capability;
import org.synapse4j.tck.fixture.Declaration;

/** A right storage that has only some of the capabilities, as a new adapter has. */
final class NarrowStorage extends ForwardingStorage {
    private final Set<Capability> declared;

    NarrowStorage(StorageStrategy whole, Declaration declares) {
        super(whole);
        this.declared = declares.declared();
    }

    @Override
    public Set<AppendCapability> capabilities() {
        return super.capabilities().stream()
                .filter(capability -> declared.contains(Capability.valueOf(capability.name())))
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public AppendResult append(SerializedCommit commit) {
        commit.requireOnly(capabilities(), name());
        return super.append(commit);
    }

    @Override
    public Optional<FeedStorage> feed() {
        return super.feed().filter(present -> declared.contains(Capability.FEED));
    }

    @Override
    public Optional<StreamListing> listing() {
        return super.listing().filter(present -> declared.contains(Capability.LISTING));
    }

    @Override
    public Optional<StreamDeletion> deletion() {
        return super.deletion().filter(present -> declared.contains(Capability.DELETION));
    }

    @Override
    public Optional<SnapshotStorage> snapshots() {
        return super.snapshots().filter(present -> declared.contains(Capability.SNAPSHOTS));
    }

    @Override
    public Optional<LeaseStorage> leases() {
        return super.leases().filter(present -> declared.contains(Capability.LEASES));
    }

    @Override
    public Optional<ViewStorage> views() {
        return super.views().filter(present -> declared.contains(Capability.VIEWS));
    }
}
