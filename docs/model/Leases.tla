------------------------------- MODULE Leases -------------------------------
(***************************************************************************)
(* The lease of one partition of a subscription: one document that holds   *)
(* token, beat, owner and position, and is replaced if token and beat are  *)
(* those that were seen.  Owners handle events 1, 2, 3 ... and save how    *)
(* far they are; an operator rewinds.  Writes are messages: each may       *)
(* arrive late, several times or never, and its answer may be lost.  No    *)
(* time is modelled: a rival takes over whenever it likes, so what holds   *)
(* here holds whatever any clock says.                                     *)
(***************************************************************************)
EXTENDS Naturals, FiniteSets

CONSTANTS Owners, Nobody, MaxPosition, MaxToken, MaxBeat,
          MaxMessages, \* writes under way at a time
          Breaks       \* the rule of the protocol that is broken, or "no rule"

None == [token |-> 0, beat |-> 0, owner |-> Nobody, position |-> 0]

VARIABLES
  doc,      \* the document
  sent,     \* writes that were sent and may still arrive
  held,     \* of each owner: the document as it believes to hold it, or None
  had,      \* of each owner: the last token it has held the lease under
  handled,  \* of each owner: how far it has handled events since it took the lease
  done      \* up to where events were handled since the operator last went back
vars == <<doc, sent, held, had, handled, done>>

Breaking(rule) == Breaks = rule

Init ==
  /\ doc = [token |-> 1, beat |-> 0, owner |-> Nobody, position |-> 0]
  /\ sent = {}
  /\ held = [o \in Owners |-> None]
  /\ had = [o \in Owners |-> 0]
  /\ handled = [o \in Owners |-> 0]
  /\ done = 0

\* A write goes out. What was seen goes with it.
Send(kind, seen, next) ==
  /\ Cardinality(sent) < MaxMessages
  /\ sent' = sent \cup {[kind |-> kind, seen |-> seen, next |-> next]}

\* An owner takes over what it sees, whoever has it.
Take(o) ==
  /\ held[o] = None
  /\ doc.token < MaxToken
  /\ Send("replace", doc, [token |-> doc.token + 1, beat |-> 0, owner |-> o, position |-> doc.position])
  /\ UNCHANGED <<doc, held, had, handled, done>>

\* It learns that it has the lease, from an answer or from reading back, and goes on after the position that is stored. Once it
\* has stopped, it goes on under another token only: what it has sent under the old one may still arrive.
Learn(o) ==
  /\ doc.owner = o
  /\ held[o] # doc
  /\ held[o] # None \/ had[o] < doc.token \/ Breaking("GoesOnUnderAnotherToken")
  /\ held' = [held EXCEPT ![o] = doc]
  /\ had' = [had EXCEPT ![o] = doc.token]
  /\ handled' = [handled EXCEPT ![o] =
       IF held[o].token = doc.token THEN @
       ELSE IF Breaking("ReadsPositionAgain") /\ @ > 0 THEN @
       ELSE doc.position]
  /\ UNCHANGED <<doc, sent, done>>

\* It handles the next event: whoever believes to have the lease does, also one who lost it.
Handle(o) ==
  /\ held[o] # None
  /\ handled[o] < MaxPosition
  /\ handled' = [handled EXCEPT ![o] = @ + 1]
  /\ done' = IF handled[o] + 1 = done + 1 THEN done + 1 ELSE done
  /\ UNCHANGED <<doc, sent, held, had>>

\* It saves how far it is; a renewal saves what is stored already.
Save(o) ==
  /\ held[o] # None
  /\ held[o].beat < MaxBeat
  /\ Send("replace", held[o], [held[o] EXCEPT !.beat = @ + 1, !.position = handled[o]])
  /\ UNCHANGED <<doc, held, had, handled, done>>

\* It gives the lease back; the document stays.
Release(o) ==
  /\ held[o] # None
  /\ held[o].beat < MaxBeat
  /\ Send("replace", held[o], [held[o] EXCEPT !.beat = @ + 1, !.position = handled[o], !.owner = Nobody])
  /\ held' = [held EXCEPT ![o] = None]
  /\ UNCHANGED <<doc, had, handled, done>>

\* It learns that it has lost the lease, or it died.
Stop(o) ==
  /\ held[o] # None
  /\ held' = [held EXCEPT ![o] = None]
  /\ UNCHANGED <<doc, sent, had, handled, done>>

\* An operator goes back to an earlier position, whoever has the lease and goes on saving.
Rewind(to) ==
  /\ doc.token < MaxToken
  /\ to < doc.position
  /\ Send("revoke", doc, [token |-> IF Breaking("RewindRaisesTheToken") THEN doc.token ELSE doc.token + 1,
                          beat |-> 0, owner |-> Nobody, position |-> to])
  /\ UNCHANGED <<doc, held, had, handled, done>>

Matches(m) ==
  /\ doc.token = m.seen.token \/ (m.kind = "replace" /\ Breaking("ComparesTokens"))
  /\ doc.beat = m.seen.beat \/ m.kind = "revoke" \/ Breaking("ComparesBeats")

\* A write arrives. It may arrive again.
Arrive(m) ==
  /\ Matches(m)
  /\ doc' = IF Breaking("ReleaseKeepsTheDocument") /\ m.next.owner = Nobody /\ m.kind = "replace"
            THEN [None EXCEPT !.token = 1, !.position = m.next.position]
            ELSE m.next
  /\ done' = IF m.kind = "revoke" THEN (IF m.next.position < done THEN m.next.position ELSE done) ELSE done
  /\ UNCHANGED <<sent, held, had, handled>>

\* A write is lost, or has arrived for the last time.
Lose(m) ==
  /\ sent' = sent \ {m}
  /\ UNCHANGED <<doc, held, had, handled, done>>

Next ==
  \/ \E o \in Owners : Take(o) \/ Learn(o) \/ Handle(o) \/ Save(o) \/ Release(o) \/ Stop(o)
  \/ \E to \in 0..MaxPosition : Rewind(to)
  \/ \E m \in sent : Arrive(m) \/ Lose(m)

Spec == Init /\ [][Next]_vars

Symmetry == {f \in [Owners -> Owners] : {f[o] : o \in Owners} = Owners}

-----------------------------------------------------------------------------
\* A checkpoint never passes an event that nobody handled since the operator went back.
NothingIsSkipped == doc.position <= done

\* A token never falls.
TokensRise == [][doc'.token >= doc.token]_vars

\* A token and a beat come once: what is stored under them does not change.
WrittenOnce == [][(doc'.token = doc.token /\ doc'.beat = doc.beat) => doc' = doc]_vars

\* A checkpoint goes back only with another token.
GoesBackByTokenOnly == [][doc'.position < doc.position => doc'.token > doc.token]_vars
=============================================================================
