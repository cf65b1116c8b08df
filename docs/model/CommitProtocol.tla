--------------------------- MODULE CommitProtocol ---------------------------
(***************************************************************************)
(* How commits are written to the log, and how they are read (docs/model/  *)
(* README.md says what is modelled and what is not).                       *)
(*                                                                         *)
(* Reading TLA+ in five lines.  VARIABLES are the whole state.  An action  *)
(* such as MayStore(w) is a condition on the state now (x) and the next    *)
(* (x'); it may happen whenever its unprimed lines hold, and nothing ever  *)
(* has to happen: a process that does nothing for ever has crashed.        *)
(* /\ is "and", \/ "or", [f EXCEPT ![k] = v] is f with one entry changed.  *)
(* TLC visits every state that some order of actions reaches, and checks   *)
(* the invariants in each of them.                                         *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets, TLC

CONSTANTS
  Writers,        \* threads that append; alike, hence a symmetry set
  Plan,           \* what each commit id stores (see Shapes.tla)
  MaxSlot,        \* the log has the slots 1..MaxSlot
  MaxAttempts,    \* how many ranges of slots may be tried for one commit id
  MaxPending,     \* writes that the primary may be ahead of the majority, or a standalone server of its journal
  MaxFailovers,
  Lags,           \* whether majority reads may go back by one write after a failover
  MaxOrders,      \* replacements by a void that are under way at a time; 0: they arrive at once
  SharesBatches,  \* whether two appends may share one batch
  Looks,          \* whether a process looks for heads, not all at once
  Deletes,        \* what is deleted: "nothing"; "events", any one; by the process that looks for heads: "streams", or
                  \* "beginnings", the oldest documents of streams, as many as it likes
  Breaks          \* name of the rule that a negative run breaks, or "no rule"

Refuses == FALSE  \* whether the server refuses documents for reasons of its own; runs that have it say Refuses <- Yes
Yes == TRUE

\* The rules of the protocol.
ReaderStopsAtHoles == Breaks # "ReaderStopsAtHoles"
LeftoversBecomeVoids == Breaks # "LeftoversBecomeVoids"         \* broken: they are deleted
ProvesPredecessor == Breaks # "ProvesPredecessor"               \* broken: whatever is the last of a stream is its head
ReadsMajority == Breaks # "ReadsMajority"                       \* broken: what the primary has is read
AwaitsSettled == Breaks # "AwaitsSettled"                       \* broken: a condition is tested at once
InsertsInOrder == Breaks # "InsertsInOrder"                     \* broken: an unordered insertMany
BatchProvesOnlyAny == Breaks # "BatchProvesOnlyAny"             \* broken: also exactly(n), not committed yet
ChoosesAbovePredecessor == Breaks # "ChoosesAbovePredecessor"   \* broken: any free slots
LooksUpOwnCommit == Breaks # "LooksUpOwnCommit"                 \* broken: a conflict is told at once
LooksUpRefused == Breaks # "LooksUpRefused"                     \* broken: a refusal is told at once
RefusalIsKnown == Breaks # "RefusalIsKnown"                     \* broken: also while an earlier attempt's outcome is unknown
StopsAtRefusal == Breaks # "StopsAtRefusal"                     \* broken: what is behind a refused document is tried
MatchesInPrimary == Breaks # "MatchesInPrimary"                 \* broken: matches are looked for by a majority read alone
MatchesInMajority == Breaks # "MatchesInMajority"               \* broken: by a local read alone
AwaitsAgreement == Breaks # "AwaitsAgreement"                   \* broken: a match in either is a conflict
LooksInPrimaryLast == Breaks # "LooksInPrimaryLast"             \* broken: first
LooksUpInPrimary == Breaks # "LooksUpInPrimary"                 \* broken: the commit id is looked up by a majority read
ProvesAbort == Breaks # "ProvesAbort"                           \* broken: a duplicate key error is believed
VoidsByDescriptor == Breaks # "VoidsByDescriptor"               \* broken: whatever is in the slot by now
VoidsOnceFenced == Breaks \notin {"VoidsOnceFenced", "VoidsByDescriptor"}  \* broken: while slots of the range are missing
VoidsLastFirst == Breaks # "VoidsLastFirst"                     \* broken: in any order
VoidsByMajority == Breaks # "VoidsByMajority"                   \* broken: leftovers are looked up in the primary
HeadsAreEnds == Breaks # "HeadsAreEnds"                         \* broken: the document that was found first, judged later
CommitIdIsUnique == Breaks # "CommitIdIsUnique"                 \* broken: no unique index on the commit id
TombstonesKeepVersions == Breaks # "TombstonesKeepVersions"     \* broken: only a stream's last one is indexed
MarksLast == Breaks # "MarksLast"                               \* broken: how far a removal goes is written before it is done
MarksWhatIsAcknowledged == Breaks # "MarksWhatIsAcknowledged"   \* broken: the majority need not have it
MarksWholeDocuments == Breaks # "MarksWholeDocuments"           \* broken: the version that was asked for is written
SameServer == Breaks # "SameServer"                             \* broken: a barrier counts that began after a crash

\* Whether the reader of the feed reads what a standalone server has, and waits for its journal: a run that is to
\* have that says Barriers <- Standalone.  Else it reads what is with the majority, or in the journal.
Barriers == FALSE
Standalone == TRUE

VARIABLES
  primary,    \* slot -> document, as the primary holds it: here the unique indexes are enforced
  majority,   \* slot -> document, as a majority of members has it: no failover takes this back
  pending,    \* the writes that lead from majority to primary, oldest first
  before,     \* majority, as it was one write ago
  lags,       \* whether the primary is new and still takes before for majority; majority reads show it
  net,        \* ordered inserts that were sent; each may arrive late, in part, repeatedly or never
  orders,     \* replacements by a void that were sent; the same holds for them
  writer,     \* what each writer is doing; a crash forgets it
  attempts,   \* commit id -> ranges tried so far
  asked,      \* commit id -> position after which a conditional append allows no match; -1: not asked yet
  stored,     \* answers to callers: <<commit id, first slot>>
  refused,    \* answers to callers: commit ids whose append failed with a conflict, or was refused by the server
  feed,       \* a reader of the feed: its next slot, and the slots whose events it has seen
  look,       \* a process that looks for the head of a stream, and may delete the stream up to there
  awaits,     \* with Barriers: what that reader has read and was not given yet
  failovers

vars == <<primary, majority, pending, before, lags, net, orders, writer, attempts, asked, stored, refused, feed, look, awaits, failovers>>

-----------------------------------------------------------------------------
(* Words.  A document is missing, a void, an event, or a tombstone; "bare"  *)
(* is a tombstone that has left the index on {stream, version}.             *)

AnyVersion == -1
StreamExists == -2
Slots == 1..MaxSlot
Commits == DOMAIN Plan
Size == [c \in Commits |-> Len(Plan[c].streams)]
StreamsOf == [c \in Commits |-> {Plan[c].streams[i] : i \in 1..Size[c]}]
Streams == UNION {StreamsOf[c] : c \in Commits}
Firsts == [c \in Commits |-> 1..(MaxSlot - Size[c] + 1)]

Missing == [is |-> "missing"]
Void == [is |-> "void"]
VoidInPlaceOf(d) == [is |-> "void", was |-> d]   \* where that makes a difference: while slots of the range are missing
HasEvent(d) == d.is \notin {"missing", "void"}
Stream(d) == Plan[d.commit].streams[d.index]
Last(d) == d.version + Plan[d.commit].counts[d.index] - 1   \* of its events; d.version is that of its first

\* The i-th document of an attempt: the commit descriptor (commit, first), its place in it, its version.
Document(m, i) == [is |-> "event", commit |-> m.commit, first |-> m.first, index |-> i, version |-> m.versions[i]]

Range(c, f) == f..(f + Size[c] - 1)
IsOwn(d, c, f) == IF HasEvent(d) THEN d.commit = c /\ d.first = f ELSE FALSE
Committed(log, c, f) == \A s \in Range(c, f) : IsOwn(log[s], c, f)
Aborted(log, c, f) == \E s \in Range(c, f) : IF log[s].is = "missing" THEN FALSE ELSE ~IsOwn(log[s], c, f)

InCommitted(log, s) == IF HasEvent(log[s]) THEN Committed(log, log[s].commit, log[s].first) ELSE FALSE
InAborted(log, s) == IF HasEvent(log[s]) THEN Aborted(log, log[s].commit, log[s].first) ELSE FALSE
IsSettled(log, s) == IF log[s].is = "void" THEN TRUE
                     ELSE IF log[s].is = "missing" THEN FALSE
                     ELSE InCommitted(log, s) \/ InAborted(log, s)
SettledBelow(log, f) == \A s \in 1..(f - 1) : IsSettled(log, s)
SettledEnd(log) == CHOOSE s \in 0..MaxSlot : /\ SettledBelow(log, s + 1)
                                             /\ IF s = MaxSlot THEN TRUE ELSE ~IsSettled(log, s + 1)

\* What processes may know from before a failover, and what they read.
Known == IF ReadsMajority THEN majority ELSE primary
View == IF ReadsMajority /\ lags THEN before ELSE Known

Of(log, a) == {s \in Slots : IF HasEvent(log[s]) THEN Stream(log[s]) = a ELSE FALSE}
Highest(log, own) ==   \* of these slots, the one of the highest version; 0 of none
  IF own = {} THEN 0 ELSE CHOOSE s \in own : \A t \in own : log[s].version >= log[t].version
LastOf(log, a) == Highest(log, Of(log, a))
HeadOf(log, a) == LET s == LastOf(log, a) IN IF s = 0 THEN 0 ELSE Last(log[s])

\* Where commits of a stream end that are committed.
EndOf(log, c, f, a) == LET s == Highest(log, {t \in Range(c, f) : Stream(log[t]) = a}) IN Last(log[s])
Ends(log, a) == {EndOf(log, log[s].commit, log[s].first, a) : s \in {t \in Of(log, a) : InCommitted(log, t)}}
CommittedEnd(log, a) == LET ends == {0} \cup Ends(log, a) IN CHOOSE e \in ends : \A f \in ends : e >= f

-----------------------------------------------------------------------------
(* The server.                                                              *)

\* One document written, atomically.  A majority read shows it later, or never.
Write(s, d) ==
  /\ primary' = [primary EXCEPT ![s] = d]
  /\ IF MaxPending = 0
     THEN majority' = primary' /\ UNCHANGED pending
     ELSE /\ Len(pending) < MaxPending
          /\ pending' = Append(pending, [slot |-> s, document |-> d])
          /\ UNCHANGED majority
  /\ UNCHANGED <<before, lags>>

\* The three unique indexes: slot, {stream, version}, commit id on first documents.
Unique(s, d) ==
  /\ primary[s].is = "missing"
  /\ \A t \in Slots :
       LET o == primary[t] IN
       IF ~HasEvent(o) THEN TRUE
       ELSE /\ IF o.is # "bare" /\ o.version = d.version THEN Stream(o) # Stream(d) ELSE TRUE
            /\ IF CommitIdIsUnique /\ d.index = 1 /\ o.index = 1 THEN o.commit # d.commit ELSE TRUE

UnchangedByServer == UNCHANGED <<writer, attempts, asked, stored, refused>>

IsSame(d, own) == d.commit = own.commit /\ d.first = own.first /\ d.index = own.index /\ d.version = own.version
IsOrWas(d, own) ==
  IF HasEvent(d) THEN IsSame(d, own)
  ELSE IF "was" \in DOMAIN d THEN d.was = own ELSE FALSE

\* insertMany, ordered: a document is tried only when those before it in the batch were written.  A
\* repeated insert goes on where it stopped, as a retryable write does, whatever has become of them.
InsertDocument(m, i) ==
  LET s == m.first + i - 1
      d == Document(m, i)
  IN /\ Unique(s, d)
     /\ IF InsertsInOrder /\ i > 1 THEN IsOrWas(primary[s - 1], Document(m, i - 1)) ELSE TRUE
     /\ IF InsertsInOrder /\ m.behind # <<>> THEN IsOrWas(primary[m.first - 1], m.behind[1]) ELSE TRUE
     /\ Write(s, d)
     /\ UNCHANGED <<orders, failovers>>

Replicate ==
  /\ pending # <<>>
  /\ majority' = [majority EXCEPT ![pending[1].slot] = pending[1].document]
  /\ pending' = Tail(pending)
  /\ before' = IF Lags /\ failovers < MaxFailovers THEN majority ELSE majority'
  /\ lags' = FALSE
  /\ UNCHANGED <<primary, orders, failovers>>

\* Another member takes over; it has what the majority has and perhaps more, but may not know yet that
\* the majority has the last of it: until it does, majority reads go back by one write.
RECURSIVE Replay(_, _)
Replay(log, writes) ==
  IF writes = <<>> THEN log
  ELSE Replay([log EXCEPT ![writes[1].slot] = writes[1].document], Tail(writes))
Failover ==
  /\ failovers < MaxFailovers
  /\ \E kept \in 0..Len(pending) :
       /\ pending' = SubSeq(pending, 1, kept)
       /\ primary' = Replay(majority, pending')
  /\ failovers' = failovers + 1
  /\ lags' = (Lags /\ before # majority)
  /\ pending' # pending \/ lags'
  /\ UNCHANGED <<majority, before, orders>>
CatchUp ==
  /\ lags
  /\ lags' = FALSE
  /\ before' = majority
  /\ UNCHANGED <<primary, majority, pending, orders, failovers>>

-----------------------------------------------------------------------------
(* What any process may do at any time, as it needs nothing but the log.    *)

\* A void into a missing slot.  No grace is modelled: it comes at the worst moment.
MayFence(s) ==
  \/ \E t \in Slots : t > s /\ primary[t].is # "missing"
  \/ \E w \in Writers : IF writer[w].doing \in {"sent", "settling", "looked"}
                        THEN s \in Range(writer[w].commit, writer[w].batch.first) ELSE FALSE
Fence(s) ==
  /\ primary[s].is = "missing"
  /\ MayFence(s) = TRUE
  /\ Write(s, Void)
  /\ UNCHANGED <<orders, failovers>>

\* Replace what an aborted commit left behind, in place, matched on its descriptor: once no more of it can
\* land, and from the last to the first, so that what is left of it begins where its versions begin.
Replacement(d) == IF ~LeftoversBecomeVoids THEN Missing
                  ELSE IF VoidsOnceFenced THEN Void ELSE VoidInPlaceOf([d EXCEPT !.is = "event"])
AreVoided(slots, c, f) == \A t \in slots : ~IsOwn(primary[t], c, f)
VoidLeftovers(s) ==
  /\ HasEvent(primary[s])
  /\ LET c == primary[s].commit
         f == primary[s].first
         seen == IF VoidsByMajority THEN View ELSE primary
         behind == IF VoidsLastFirst THEN {t \in Range(c, f) : t > s /\ IsOwn(seen[t], c, f)} ELSE {}
     IN /\ Aborted(IF ProvesAbort THEN View ELSE primary, c, f) = TRUE
        /\ VoidsOnceFenced /\ ProvesAbort => \A t \in Range(c, f) : seen[t].is # "missing"
        /\ IF MaxOrders = 0
           THEN AreVoided(behind, c, f) /\ Write(s, Replacement(primary[s])) /\ UNCHANGED <<orders, failovers>>
           ELSE /\ Cardinality(orders) < MaxOrders
                /\ orders' = orders \cup {[slot |-> s, commit |-> c, first |-> f, behind |-> behind]}
                /\ UNCHANGED <<primary, majority, pending, before, lags, failovers>>
VoidLeftoverArrives(o) ==
  /\ HasEvent(primary[o.slot])
  /\ IF VoidsByDescriptor THEN IsOwn(primary[o.slot], o.commit, o.first) ELSE TRUE
  /\ AreVoided(o.behind, o.commit, o.first)
  /\ Write(o.slot, Replacement(primary[o.slot]))
  /\ UNCHANGED <<orders, failovers>>

\* A deleted event leaves a tombstone with its slot, descriptor and version.  That of version 1 has a mark: up to which
\* version all of the stream is tombstones, 0 if none is known.
Tombstone(d, isLast) ==
  [is |-> IF TombstonesKeepVersions \/ isLast THEN "tombstone" ELSE "bare",
   commit |-> d.commit, first |-> d.first, index |-> d.index, version |-> d.version, until |-> 0]
Remove(s) ==
  /\ Deletes = "events"
  /\ primary[s].is = "event"
  /\ InCommitted(View, s)
  /\ Write(s, Tombstone(primary[s], s = LastOf(View, Stream(primary[s]))))
  /\ UNCHANGED <<orders, failovers>>

\* The reader of the feed goes on as far as it can, whenever there is more to see.
RECURSIVE ReadOn(_, _)
ReadOn(log, r) ==
  LET s == r.next IN
  IF s > MaxSlot THEN r
  ELSE IF InCommitted(log, s) THEN ReadOn(log, [next |-> s + 1, seen |-> r.seen \cup {s}])
  ELSE IF IsSettled(log, s) THEN ReadOn(log, [r EXCEPT !.next = s + 1])
  ELSE IF ~ReaderStopsAtHoles /\ log[s].is = "missing" /\ \E t \in s..MaxSlot : log[t].is # "missing"
  THEN ReadOn(log, [r EXCEPT !.next = s + 1])
  ELSE r
LogWalkNext == IF View' = View \/ Barriers THEN UNCHANGED feed ELSE feed' = ReadOn(View', feed)

\* With Barriers: it reads on, makes a journaled write, and is given what it read when that is answered, which
\* takes as long as what was not in the journal when that write began.  A crash ends the write; another one
\* may begin then, but says nothing of what was read before.
NotAwaiting == [is |-> "none"]
Read ==
  /\ Barriers /\ awaits.is = "none"
  /\ ReadOn(primary, feed) # feed
  /\ awaits' = [is |-> "read", feed |-> ReadOn(primary, feed), left |-> 0]
  /\ UNCHANGED feed
BeginBarrier ==
  /\ awaits.is = "read"
  /\ awaits' = [awaits EXCEPT !.is = "waits", !.left = Len(pending)]
  /\ UNCHANGED feed
BarrierAnswered ==
  /\ awaits.is = "waits" /\ awaits.left = 0
  /\ feed' = awaits.feed
  /\ awaits' = NotAwaiting
BarrierNext ==
  awaits' = IF awaits.is = "none" THEN awaits
          ELSE IF failovers' # failovers THEN IF SameServer THEN NotAwaiting ELSE [awaits EXCEPT !.is = "read"]
          ELSE IF awaits.left > 0 /\ Len(pending') < Len(pending) THEN [awaits EXCEPT !.left = @ - 1]
          ELSE awaits

\* An insert that can never change anything again need not be kept: its slots are taken at the
\* majority, up to its last or to one that stops it.
IsStopped(d, own) == d.is # "missing" /\ ~IsOrWas(d, own)
Inert(log, m) ==
  \/ InsertsInOrder /\ m.behind # <<>> /\ IsStopped(log[m.first - 1], m.behind[1])
  \/ \E i \in 1..Size[m.commit] :
     /\ \A s \in m.first..(m.first + i - 1) : log[s].is # "missing"
     /\ IF i = Size[m.commit] THEN TRUE ELSE InsertsInOrder /\ IsStopped(log[m.first + i - 1], Document(m, i))
ForgetInert ==
  IF majority' = majority \/ ~LeftoversBecomeVoids THEN UNCHANGED net
  ELSE net' = {m \in net : ~Inert(majority', m)}

-----------------------------------------------------------------------------
(* A writer.  idle -> sent -> idle, with "settling" and "looked" before it for a *)
(* conditional append, and "conflict" when an expectation or the condition  *)
(* failed.  Proving, choosing slots and sending are one step: none of them  *)
(* shows before the insert arrives, which is a step of its own and as late  *)
(* as it likes, so that what was proven is stale by then.                   *)

Idle == [doing |-> "idle"]
Becomes(w, state) == writer' = [writer EXCEPT ![w] = state]
UnchangedByWriter == UNCHANGED <<primary, majority, pending, before, lags, orders, failovers>>

\* One live process at a time tries a commit id.
Takes(w, c) ==
  /\ writer[w].doing = "idle" /\ c \notin refused
  /\ \A o \in Writers : IF writer[o].doing = "idle" THEN TRUE ELSE writer[o].commit # c

\* How many events the first i documents of a commit put into a stream.
RECURSIVE Added(_, _, _)
Added(c, i, a) == IF i = 0 THEN 0
                  ELSE Added(c, i - 1, a) + IF Plan[c].streams[i] = a THEN Plan[c].counts[i] ELSE 0
Versions(c, base) == [i \in 1..Size[c] |-> base[Plan[c].streams[i]] + Added(c, i - 1, Plan[c].streams[i]) + 1]

\* Every stream's head belongs to a committed commit.  Else: Fence or VoidLeftovers first.
Judged(c) ==
  IF ~ProvesPredecessor THEN TRUE
  ELSE \A a \in StreamsOf[c] : LET s == LastOf(View, a) IN IF s = 0 THEN TRUE ELSE InCommitted(View, s)

\* exactly(0) is noStream, which a deleted stream satisfies too.
IsMetBy(c, i, heads) ==
  LET a == Plan[c].streams[i]
      s == LastOf(View, a)
      exists == heads[a] # HeadOf(View, a) \/ (IF s = 0 THEN FALSE ELSE View[s].is = "event")
  IN CASE Plan[c].expects[i] = AnyVersion -> TRUE
       [] Plan[c].expects[i] = StreamExists -> exists
       [] Plan[c].expects[i] = 0 /\ Deletes # "nothing" -> ~exists
       [] OTHER -> heads[a] = Plan[c].expects[i]
AreMetBy(c, heads) == \A i \in 1..Size[c] : IsMetBy(c, i, heads)
IsNext(c, heads) == Judged(c) /\ AreMetBy(c, heads)

\* Any free slots will do, if they are above those of the predecessors.
Choose(c, f) ==
  /\ View[f].is = "missing"
  /\ IF ChoosesAbovePredecessor THEN \A a \in StreamsOf[c] : f > LastOf(View, a) ELSE TRUE

IsConditional(c) == Plan[c].unlessTagged

Heads == [a \in Streams |-> HeadOf(View, a)]
HeadsAfter(c, heads) == [a \in Streams |-> heads[a] + Added(c, Size[c], a)]
Attempt(c, f, heads, behind) == [commit |-> c, first |-> f, versions |-> Versions(c, heads), behind |-> behind]

Send(w, c) ==
  /\ ~IsConditional(c) /\ attempts[c] < MaxAttempts /\ Takes(w, c)
  /\ LET heads == Heads IN
     /\ IsNext(c, heads)
     /\ \E f \in Firsts[c] :
          /\ Choose(c, f)
          /\ LET m == Attempt(c, f, heads, <<>>)
             IN Becomes(w, [doing |-> "sent", commit |-> c, batch |-> m]) /\ net' = net \cup {m}
  /\ attempts' = [attempts EXCEPT ![c] = @ + 1]
  /\ UNCHANGED <<asked, stored, refused>> /\ UnchangedByWriter

\* Group commit: one ordered insert for two appends of a process; the first one's documents prove the
\* second's predecessor.  Only to an append that expects any version: see README.md.
SendShared(w, v, c, d) ==
  /\ SharesBatches /\ w # v /\ c # d /\ ~IsConditional(c) /\ ~IsConditional(d)
  /\ Takes(w, c) /\ attempts[c] < MaxAttempts
  /\ Takes(v, d) /\ attempts[d] < MaxAttempts
  /\ LET heads == Heads
         after == HeadsAfter(c, heads)
     IN
     /\ IsNext(c, heads) /\ IsNext(d, after)
     /\ IF BatchProvesOnlyAny THEN AreMetBy(d, heads) ELSE TRUE
     /\ \E f \in Firsts[c] :
          /\ f + Size[c] \in Firsts[d]
          /\ Choose(c, f) /\ Choose(d, f + Size[c])
          /\ LET m == Attempt(c, f, heads, <<>>)
                 n == Attempt(d, f + Size[c], after, <<Document(m, Size[c])>>)
             IN /\ writer' = [writer EXCEPT ![w] = [doing |-> "sent", commit |-> c, batch |-> m],
                                            ![v] = [doing |-> "sent", commit |-> d, batch |-> n]]
                /\ net' = net \cup {m, n}
  /\ attempts' = [attempts EXCEPT ![c] = @ + 1, ![d] = @ + 1]
  /\ UNCHANGED <<asked, stored, refused>> /\ UnchangedByWriter

\* The expectation is not met by a proven head.
IsNextConflict(w, c) ==
  /\ Takes(w, c)
  /\ Judged(c) /\ ~AreMetBy(c, Heads)
  /\ Becomes(w, [doing |-> "conflict", commit |-> c])
  /\ UNCHANGED <<net, attempts, asked, stored, refused>> /\ UnchangedByWriter

\* A conditional append takes its slots, waits until all below them is settled, and looks for matches twice.
ReserveAboveAll(w, c) ==
  /\ IsConditional(c) /\ attempts[c] < MaxAttempts /\ Takes(w, c)
  /\ LET heads == Heads IN
     /\ IsNext(c, heads)
     /\ \E f \in Firsts[c] :
          /\ Choose(c, f)
          /\ Becomes(w, [doing |-> "settling", commit |-> c, batch |-> Attempt(c, f, heads, <<>>)])
  /\ attempts' = [attempts EXCEPT ![c] = @ + 1]
  /\ asked' = IF asked[c] = -1 THEN [asked EXCEPT ![c] = SettledEnd(View)] ELSE asked
  /\ UNCHANGED <<net, stored, refused>> /\ UnchangedByWriter

Matches(log, c, f) ==
  \E s \in (asked[c] + 1)..(f - 1) :
     IF log[s].is = "event" THEN Plan[log[s].commit].tagged /\ InCommitted(log, s) ELSE FALSE

InMajority(m) == MatchesInMajority /\ Matches(View, m.commit, m.first)
InPrimary(m) == MatchesInPrimary /\ Matches(primary, m.commit, m.first)

\* The first look is a majority read, which a primary that lags answers by less than is settled; the second, a read of its own, is
\* at what the primary has, where a match may be deleted, which a failover may take back.  In this order one failover spoils one of
\* them at most: a primary that lags has taken over before the second look.
FirstLook(w) ==
  /\ writer[w].doing = "settling"
  /\ LET m == writer[w].batch IN
     /\ IF AwaitsSettled THEN SettledBelow(Known, m.first) ELSE TRUE
     /\ Becomes(w, [doing |-> "looked", commit |-> m.commit, batch |-> m,
                    seen |-> IF LooksInPrimaryLast THEN InMajority(m) ELSE InPrimary(m)])
  /\ UNCHANGED <<net, attempts, asked, stored, refused>> /\ UnchangedByWriter

\* What only the majority read shows is neither a match nor none: it begins again, and the deletion gets there, or is taken back.
MayStore(w) ==
  /\ writer[w].doing = "looked"
  /\ LET m == writer[w].batch
         primaryHas == IF LooksInPrimaryLast THEN InPrimary(m) ELSE writer[w].seen
         majorityHas == IF LooksInPrimaryLast THEN writer[w].seen ELSE InMajority(m)
     IN \/ /\ primaryHas \/ (majorityHas /\ ~(MatchesInPrimary /\ AwaitsAgreement))
           /\ Becomes(w, [doing |-> "conflict", commit |-> m.commit]) /\ UNCHANGED net
        \/ /\ ~primaryHas /\ majorityHas /\ AwaitsAgreement
           /\ Becomes(w, [doing |-> "settling", commit |-> m.commit, batch |-> m]) /\ UNCHANGED net
        \/ /\ ~primaryHas /\ ~majorityHas
           /\ Becomes(w, [doing |-> "sent", commit |-> m.commit, batch |-> m]) /\ net' = net \cup {m}
  /\ UNCHANGED <<attempts, asked, stored, refused>> /\ UnchangedByWriter

Answer(w, c, f) ==
  /\ stored' = stored \cup {<<c, f>>}
  /\ Becomes(w, Idle)
  /\ UNCHANGED <<net, attempts, asked, refused>> /\ UnchangedByWriter

\* All there: stored.  The server's acknowledgement says no more than that.
ResolveStored(w) ==
  /\ writer[w].doing = "sent"
  /\ Committed(View, writer[w].commit, writer[w].batch.first)
  /\ Answer(w, writer[w].commit, writer[w].batch.first)

\* Something else there: not stored, for certain.  The commit is written again, by whichever writer
\* takes it up.  A slot that stays missing is voided by Fence, so that this or ResolveStored comes to hold.
ResolveAborted(w) ==
  /\ writer[w].doing \in {"sent", "settling", "looked"}
  /\ Aborted(View, writer[w].commit, writer[w].batch.first) = TRUE
  /\ Becomes(w, Idle)
  /\ UNCHANGED <<net, attempts, asked, stored, refused>> /\ UnchangedByWriter

\* First slots of what has the commit id in the primary; it may have more than the majority, never less.
Holder(c) ==
  LET log == IF LooksUpInPrimary THEN primary ELSE View
  IN {s \in Slots : IF HasEvent(log[s]) THEN log[s].commit = c /\ log[s].index = 1 ELSE FALSE}

\* The commit id is taken by a committed commit: its result is the answer.
Earlier(w) ==
  /\ writer[w].doing \in {"sent"} \cup (IF LooksUpOwnCommit THEN {"conflict"} ELSE {})
                                  \cup (IF LooksUpRefused THEN {"refused"} ELSE {})
  /\ LET c == writer[w].commit
     IN \E f \in Holder(c) : Committed(View, c, f) /\ Answer(w, c, f)

\* A conflict is told only when the commit id is not stored, nor about to be.
Conclude(w) ==
  /\ writer[w].doing = "conflict"
  /\ LET c == writer[w].commit
     IN IF LooksUpOwnCommit THEN \A f \in Holder(c) : Aborted(View, c, f) ELSE TRUE
  /\ refused' = refused \cup {writer[w].commit}
  /\ Becomes(w, Idle)
  /\ UNCHANGED <<net, attempts, asked, stored>> /\ UnchangedByWriter

\* The server refuses a document for a reason of its own, such as a validator or an index of the user's, and its answer says
\* which.  Those before it are there; it and all behind it never will be by this insert, which is sent once.  So
\* nothing needs to be fenced before the refusal is told, and those behind it may be written again at once.
IsBehind(n, m) == IF n.behind = <<>> THEN FALSE ELSE n.behind[1].commit = m.commit /\ n.behind[1].first = m.first
OutcomesAreKnown(m) == \A n \in net : IF n.commit = m.commit /\ n # m THEN Aborted(View, n.commit, n.first) ELSE TRUE
Refuse(w) ==
  /\ Refuses /\ writer[w].doing = "sent"
  /\ LET m == writer[w].batch
         dead == {m} \cup {n \in net : IsBehind(n, m)}
     IN
     /\ m \in net
     /\ IF RefusalIsKnown THEN OutcomesAreKnown(m) ELSE TRUE
     /\ IF m.behind = <<>> THEN TRUE ELSE IsOrWas(primary[m.first - 1], m.behind[1])
     /\ \E i \in 1..Size[m.commit] :
          /\ ~IsOrWas(primary[m.first + i - 1], Document(m, i))
          /\ \A j \in 1..(i - 1) : IsOrWas(primary[m.first + j - 1], Document(m, j))
     /\ net' = IF StopsAtRefusal THEN net \ dead ELSE net
     /\ writer' = [v \in Writers |->
          IF v = w THEN [doing |-> "refused", commit |-> m.commit, batch |-> m]
          ELSE IF writer[v].doing = "sent" THEN IF IsBehind(writer[v].batch, m) THEN Idle ELSE writer[v]
          ELSE writer[v]]
  /\ UNCHANGED <<attempts, asked, stored, refused>> /\ UnchangedByWriter

\* A refusal is told only when the commit id is not stored by an earlier append.  What this attempt left is none.
ConcludeRefusal(w) ==
  /\ writer[w].doing = "refused"
  /\ LET c == writer[w].commit
         own == writer[w].batch.first
     IN IF LooksUpRefused THEN \A f \in Holder(c) : f = own \/ Aborted(View, c, f) ELSE TRUE
  /\ refused' = refused \cup {writer[w].commit}
  /\ Becomes(w, Idle)
  /\ UNCHANGED <<net, attempts, asked, stored>> /\ UnchangedByWriter

\* Also OutcomeUnknownException: the caller knows nothing, and any writer may take up the commit id.
Crash(w) ==
  /\ writer[w].doing # "idle"
  /\ Becomes(w, Idle)
  /\ UNCHANGED <<net, attempts, asked, stored, refused>> /\ UnchangedByWriter

-----------------------------------------------------------------------------
(* Who looks for the head of a stream: finds its last document, judges that  *)
(* document's commit, looks below it if it is not committed.  Each is a      *)
(* read of its own, and anything may happen in between.                      *)

NoLook == [doing |-> "nothing"]
Knows(a, end, least) == [doing |-> "knows", stream |-> a, end |-> end, least |-> least]

\* A commit of one document, or a tombstone, tells by itself that it is committed.
SurelyCommitted(d) == Size[d.commit] = 1 \/ d.is # "event"
Found(a, s, passed, least) ==
  IF s = 0 THEN Knows(a, 0, least)
  ELSE IF SurelyCommitted(View[s]) THEN Knows(a, Last(View[s]), least)
  ELSE [doing |-> "judging", stream |-> a, top |-> View[s], passed |-> passed, least |-> least]

UnchangedByLook == UNCHANGED <<primary, majority, pending, before, lags, net, orders, failovers, feed>>

Peek(a) ==
  /\ Looks /\ look.doing = "nothing"
  /\ look' = Found(a, LastOf(View, a), {}, CommittedEnd(View, a))
PeekJudged ==
  /\ look.doing = "judging"
  /\ LET c == look.top.commit
         f == look.top.first
         a == look.stream
     IN look' = IF Committed(View, c, f)
                THEN Knows(a, IF HeadsAreEnds THEN EndOf(View, c, f, a) ELSE Last(look.top), look.least)
                ELSE [doing |-> "passing", stream |-> a, passed |-> look.passed \cup {<<c, f>>}, least |-> look.least]

\* What is not committed is passed by for good, lest one goes to and fro.
PeekBelow ==
  /\ look.doing = "passing"
  /\ LET left == {s \in Of(View, look.stream) : <<View[s].commit, View[s].first>> \notin look.passed}
     IN look' = Found(look.stream, Highest(View, left), look.passed, look.least)

\* A writer has it fenced and cleared away instead, by actions above, and begins again.
ReadAgain ==
  /\ look.doing = "passing"
  /\ look' = Found(look.stream, LastOf(View, look.stream), {}, look.least)

\* Reads what there is up to the head, and replaces it, the oldest first.  Until nothing is left, as a
\* deletion that is cut short is called again.  A beginning is what has its last version up to one of the head's.
Removes == Deletes \in {"streams", "beginnings"}
Greatest(versions) == IF versions = {} THEN 0 ELSE CHOOSE v \in versions : \A w \in versions : v >= w
Cuts == IF Deletes = "beginnings" /\ look.doing = "knows" THEN 1..look.end ELSE {look.end}
RemoveReads ==
  /\ look.doing = "knows" \/ (look.doing = "removing" /\ look.todo = {})
  /\ \E end \in {look.end} \cup Cuts :
       LET all == {s \in Of(View, look.stream) : Last(View[s]) <= end}
           todo == {s \in all : View[s].is = "event"}
       IN look' = IF ~Removes \/ todo = {} THEN NoLook
                  ELSE [doing |-> "removing", stream |-> look.stream, end |-> end, marked |-> FALSE,
                        mark |-> IF MarksWholeDocuments THEN Greatest({Last(View[s]) : s \in all}) ELSE end,
                        todo |-> {[slot |-> s, document |-> View[s]] : s \in todo}]
RemoveReplaces ==
  /\ look.doing = "removing" /\ look.todo # {}
  /\ LET o == CHOOSE o \in look.todo : \A p \in look.todo : o.document.version <= p.document.version
     IN /\ IF IsOwn(primary[o.slot], o.document.commit, o.document.first)
           THEN Write(o.slot, Tombstone(o.document, FALSE))
           ELSE UNCHANGED <<primary, majority, pending, before, lags>>
        /\ look' = [look EXCEPT !.todo = @ \ {o}]
  /\ UNCHANGED <<orders, failovers>>

\* Then it marks how far that went, on the tombstone of version 1, once the majority is known to have all of it.  A
\* mark is only raised.
First(log, a) == {s \in Of(log, a) : log[s].version = 1 /\ log[s].is = "tombstone"}
Mark(log, a) == Greatest({log[s].until : s \in First(log, a)})
IsRemoved(log, a, until) == \A s \in Of(log, a) : Last(log[s]) <= until => log[s].is # "event"
RemoveMarks ==
  /\ look.doing = "removing" /\ ~look.marked
  /\ IF MarksLast THEN look.todo = {} ELSE TRUE
  /\ IF MarksLast /\ MarksWhatIsAcknowledged THEN IsRemoved(majority, look.stream, look.mark) ELSE TRUE
  /\ look' = [look EXCEPT !.marked = TRUE]
  /\ IF First(primary, look.stream) = {} \/ Mark(primary, look.stream) >= look.mark
     THEN UNCHANGED <<primary, majority, pending, before, lags>>
     ELSE \E s \in First(primary, look.stream) : Write(s, [primary[s] EXCEPT !.until = look.mark])
  /\ UNCHANGED <<orders, failovers>>

-----------------------------------------------------------------------------
Init ==
  /\ primary = [s \in Slots |-> Missing] /\ majority = primary /\ pending = <<>>
  /\ before = majority /\ lags = FALSE
  /\ net = {} /\ orders = {}
  /\ writer = [w \in Writers |-> Idle]
  /\ attempts = [c \in Commits |-> 0]
  /\ asked = [c \in Commits |-> -1]
  /\ stored = {} /\ refused = {}
  /\ feed = [next |-> 1, seen |-> {}]
  /\ look = NoLook
  /\ awaits = NotAwaiting
  /\ failovers = 0

ByWriter ==
  \E w \in Writers :
    \/ \E c \in Commits :
         \/ Send(w, c) \/ ReserveAboveAll(w, c) \/ IsNextConflict(w, c)
         \/ \E v \in Writers, d \in Commits : SendShared(w, v, c, d)
    \/ FirstLook(w) \/ MayStore(w) \/ ResolveStored(w) \/ ResolveAborted(w) \/ Earlier(w)
    \/ Conclude(w) \/ Refuse(w) \/ ConcludeRefusal(w) \/ Crash(w)
InLog ==
  \/ \E m \in net : \E i \in 1..Size[m.commit] : InsertDocument(m, i)
  \/ \E o \in orders : VoidLeftoverArrives(o)
  \/ \E s \in Slots : Fence(s) \/ VoidLeftovers(s) \/ Remove(s)
  \/ Replicate \/ Failover \/ CatchUp
ByReader == Read \/ BeginBarrier \/ BarrierAnswered
ByLook == (\E a \in Streams : Peek(a)) \/ PeekJudged \/ PeekBelow \/ ReadAgain \/ RemoveReads
Next == \/ ByWriter /\ UNCHANGED <<feed, look, awaits>>
        \/ ByLook /\ UnchangedByLook /\ UnchangedByServer /\ UNCHANGED awaits
        \/ ((InLog /\ UNCHANGED look) \/ RemoveReplaces \/ RemoveMarks) /\ ForgetInert /\ LogWalkNext /\ BarrierNext /\ UnchangedByServer
        \/ ByReader /\ UNCHANGED <<net, look>> /\ UnchangedByServer /\ UnchangedByWriter
Spec == Init /\ [][Next]_vars
Symmetry == Permutations(Writers)

-----------------------------------------------------------------------------
(* What must hold.  All but the last are checked in every state, the last   *)
(* on every step.                                                           *)

CommittedSlots == {s \in Slots : InCommitted(majority, s)}

\* Reported success means committed.
StoredMeansCommitted ==
  \A r \in stored : IF HasEvent(majority[r[2]]) THEN Committed(majority, r[1], r[2]) ELSE FALSE

\* Reported failure means never committed: refused never shrinks, so this speaks of all later states too.
RefusedMeansNeverCommitted ==
  refused # {} => \A s \in CommittedSlots : majority[s].commit \notin refused

\* A commit id is stored at most once, whatever number of attempts were made.
StoredOnce ==
  (\E c \in Commits : attempts[c] > 1) =>
    LET all == CommittedSlots IN
    \A s, t \in all : majority[s].commit = majority[t].commit => majority[s].first = majority[t].first

VersionsHaveNoHolesNorOverlaps ==
  LET all == CommittedSlots IN
  \A a \in Streams :
    LET own == {s \in all : Stream(majority[s]) = a}
        held == UNION {majority[s].version..Last(majority[s]) : s \in own}
    IN /\ held = 1..Cardinality(held)
       /\ \A s, t \in own : s # t => Last(majority[s]) < majority[t].version \/ Last(majority[t]) < majority[s].version

\* What is in flight, or left of an aborted commit, lies beyond the head of its stream.  So whoever knows a
\* head takes all up to there for committed: who reads a stream, and who deletes it.
LeftoversLieBeyondTheHead ==
  \A log \in {primary, majority} :
    \A s \in {u \in Slots : HasEvent(log[u])} :
      InCommitted(log, s) \/ \A e \in Ends(log, Stream(log[s])) : log[s].version > e

\* A commit's last document lands after all others, and is the first to be voided.  So where it is, the commit is
\* committed: no look at the rest is needed.
LastDocumentTellsCommitted ==
  \A log \in {primary, majority, View} :
    \A s \in {u \in Slots : HasEvent(log[u])} :
      IF log[s].index = Size[log[s].commit] THEN InCommitted(log, s) ELSE TRUE

\* A head, wherever it is told, is where a committed commit ends: of the time of the look, but after an
\* election, when majority reads may go back.
HeadsAreEndsOfCommits ==
  look.doing \in {"knows", "removing"} => look.end \in {0} \cup Ends(majority, look.stream)
HeadsAreOfTheirTime == look.doing = "knows" /\ ~Lags => look.end >= look.least

\* A deletion removes all that a commit has in the stream, or nothing.
NoCommitIsTorn ==
  Deletes = "streams" /\ look.doing # "removing" =>
    LET all == CommittedSlots IN
    \A s, t \in all :
      majority[s].commit = majority[t].commit /\ Stream(majority[s]) = Stream(majority[t]) =>
        (majority[s].is = "event" <=> majority[t].is = "event")

\* Whoever reads a stream, or removes from it, begins behind its mark: all up to there is tombstones, and the next document
\* begins there.
MarksHold ==
  \A log \in {primary, majority, View} :
    \A a \in Streams : Mark(log, a) > 0 =>
      \A s \in Of(log, a) :
        IF log[s].version <= Mark(log, a) THEN log[s].is # "event" /\ Last(log[s]) <= Mark(log, a) ELSE TRUE

\* Readers of the feed see the events of a stream in the order of their versions.
FeedKeepsStreamOrder ==
  LET all == CommittedSlots IN
  \A s, t \in all :
    s < t /\ Stream(majority[s]) = Stream(majority[t]) => majority[s].version < majority[t].version

\* Serialisability: no match between what a conditional append had seen and its own first slot.
ConditionHolds ==
  \A s \in {t \in Slots : HasEvent(majority[t])} :
    IsConditional(majority[s].commit) /\ InCommitted(majority, s) => ~Matches(majority, majority[s].commit, majority[s].first)

\* What the reader has seen is what a reader starting now would see up to the same place.
ReadersPastNeverChanges == feed.seen = {s \in Slots : s < feed.next /\ InCommitted(Known, s)}

\* A stream read, which stops before a commit that is not whole, sees versions 1, 2, 3 ... by the
\* above; it never changes because of this.
CommittedAndAbortedAreForEver ==
  [][majority' # majority =>
     \A s \in Slots : HasEvent(majority[s]) =>
         /\ InCommitted(majority, s) => Committed(majority', majority[s].commit, majority[s].first)
         /\ InAborted(majority, s) => Aborted(majority', majority[s].commit, majority[s].first)]_vars
=============================================================================
