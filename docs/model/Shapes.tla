------------------------------- MODULE Shapes -------------------------------
(***************************************************************************)
(* What the writers append: for each commit id one document per entry of   *)
(* streams, with so many events as counts says, and the version expected   *)
(* of that stream before the commit; whether its events carry the tag, and *)
(* whether it is conditional, that is, to be stored only unless an event   *)
(* with the tag came after all that was settled when it was first asked    *)
(* for.                                                                    *)
(***************************************************************************)
EXTENDS CommitProtocol

Runs(streams, expects, counts) ==
  [streams |-> streams, expects |-> expects, counts |-> counts, tagged |-> FALSE, unlessTagged |-> FALSE]
Plain(streams, expects) == Runs(streams, expects, [i \in 1..Len(streams) |-> 1])
Tagged(streams, expects) == [Plain(streams, expects) EXCEPT !.tagged = TRUE]
UnlessTagged(streams, expects) == [Tagged(streams, expects) EXCEPT !.unlessTagged = TRUE]

\* Two streams in one commit, and a second append that goes behind it, or is refused.
Behind == [c1 |-> Plain(<<"a", "b">>, <<AnyVersion, AnyVersion>>),
           c2 |-> Plain(<<"a">>, <<1>>)]

\* The same, with a second append that must be the first in its stream.
NoStream == [c1 |-> Plain(<<"a", "b">>, <<AnyVersion, AnyVersion>>),
             c2 |-> Plain(<<"b">>, <<0>>)]

\* Both take whatever version comes next.
Race == [c1 |-> Plain(<<"a", "b">>, <<AnyVersion, AnyVersion>>),
         c2 |-> Plain(<<"b">>, <<AnyVersion>>)]

\* One stream: a commit of two events and one of a single event.
OneStream == [c1 |-> Plain(<<"a">>, <<0>>),
              c2 |-> Plain(<<"a", "a">>, <<AnyVersion, AnyVersion>>)]

\* The second append demands that the stream exists.
Exists == [c1 |-> Plain(<<"a">>, <<AnyVersion>>),
           c2 |-> Plain(<<"a">>, <<StreamExists>>)]

\* A conditional append, and one without condition, to another stream, that its query matches.
Seat == [c1 |-> UnlessTagged(<<"a">>, <<AnyVersion>>),
         c2 |-> Tagged(<<"b", "b">>, <<AnyVersion, AnyVersion>>)]

\* The same, smaller.
SmallSeat == [c1 |-> UnlessTagged(<<"a">>, <<AnyVersion>>),
              c2 |-> Tagged(<<"b">>, <<AnyVersion>>)]

\* Two conditional appends that exclude each other, in different streams.
TwoSeats == [c1 |-> UnlessTagged(<<"a">>, <<AnyVersion>>),
             c2 |-> UnlessTagged(<<"b", "b">>, <<AnyVersion, AnyVersion>>)]
\* A commit that goes to a stream, to another and back, and one to the first stream alone.
Turns == [c1 |-> Plain(<<"a", "b", "a">>, <<AnyVersion, AnyVersion, AnyVersion>>),
          c2 |-> Plain(<<"a">>, <<AnyVersion>>)]

\* Documents of several events: where the first commit comes to nothing, the second holds the versions of two
\* of its documents in one.
SeveralEvents == [c1 |-> Runs(<<"a", "a", "b">>, <<AnyVersion, AnyVersion, AnyVersion>>, <<1, 1, 1>>),
                  c2 |-> Runs(<<"a">>, <<AnyVersion>>, <<2>>)]
=============================================================================
