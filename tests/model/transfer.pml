/* How the right to one seat moves (sync.md 3.3), small enough that spin looks at every order of events.
 *
 * A node is the store (0) or a device. A fact is one hop of the right: hop h was given to `to[h]`.
 * Facts that exist may be heard by any node, at any time, in any order, any number of times, or never:
 * that is loss, delay, duplication and reordering in one line. There is no clock anywhere.
 *
 * Switched on with -D, each must be found guilty:
 *   FORGETS      a device is put back to what it knew before, and goes on in the same incarnation
 *   LEASE        the giver takes the right back by itself after a while
 *   NO_HOLDER    a device does not check that it holds the right
 *   OLD_WINS     a replica believes the fact it heard last instead of the one with the newest hop
 * and with WRITE_OFF the store takes the right back from a device that it believes lost: then a seat is
 * sold at most once for each epoch, and no more is promised (SAYS_ONE promises more, and is wrong).
 */

#ifdef SAYS_ONE
#define MOST 1           /* with WRITE_OFF: the promise that a write-off cannot keep */
#else
#define MOST (1 + epochs)
#endif
#define NODES 3
#define LAST_HOP 5      /* of the first epoch; those of the second follow it */
#define HOPS 10
#define NOBODY 9

byte to[HOPS + 1];       /* who got the right at this hop; NOBODY while the hop does not exist */
byte known[NODES];       /* the newest hop a node has heard of */
byte holder[NODES];      /* who holds the right, as that node believes */
bool spent[NODES];       /* whether that node has sold the seat and not taken it back */
byte sold;               /* how many people have a ticket for this seat */
byte epochs;             /* how often it was written off */

#ifdef FORGETS
byte before_known; byte before_holder; bool before_spent; bool has_copy;
#endif

inline hear(node, hop) {
    if
#ifdef OLD_WINS
    :: true ->
#else
    :: hop > known[node] ->
#endif
        known[node] = hop; holder[node] = to[hop];
        /* A right that comes back unsold comes back unsold. */
        if :: holder[node] == node -> spent[node] = false :: else fi
    :: else
    fi
}

proctype Node(byte me) {
    byte other;
    do
    /* Hear of any fact that exists. */
    :: atomic { to[1] != NOBODY -> hear(me, 1) }
    :: atomic { to[2] != NOBODY -> hear(me, 2) }
    :: atomic { to[3] != NOBODY -> hear(me, 3) }
    :: atomic { to[4] != NOBODY -> hear(me, 4) }
    :: atomic { to[5] != NOBODY -> hear(me, 5) }
    :: atomic { to[6] != NOBODY -> hear(me, 6) }
    :: atomic { to[7] != NOBODY -> hear(me, 7) }
    :: atomic { to[8] != NOBODY -> hear(me, 8) }
    :: atomic { to[9] != NOBODY -> hear(me, 9) }
    :: atomic { to[10] != NOBODY -> hear(me, 10) }

    /* Give the right to anybody: it leaves in the same step that writes the fact. */
    :: atomic { holder[me] == me && !spent[me] && known[me] != LAST_HOP && known[me] != HOPS ->
        if :: me != 0 -> other = 0 :: me != 1 -> other = 1 :: me != 2 -> other = 2 fi;
        /* A hop is taken once: two facts for one hop would be two histories. */
        assert(to[known[me] + 1] == NOBODY);
        known[me] = known[me] + 1; to[known[me]] = other; holder[me] = other }

    /* Sell the seat, or take the ticket back. */
#ifdef NO_HOLDER
    :: atomic { !spent[me] -> spent[me] = true; sold++; assert(sold <= MOST) }
#else
    :: atomic { holder[me] == me && !spent[me] -> spent[me] = true; sold++; assert(sold <= MOST) }
#endif
    :: atomic { holder[me] == me && spent[me] -> spent[me] = false; sold-- }

#ifdef LEASE
    :: atomic { me == 0 && holder[0] != 0 -> holder[0] = 0 }
#endif
#ifdef FORGETS
    :: atomic { me == 1 && !has_copy ->
        before_known = known[1]; before_holder = holder[1]; before_spent = spent[1]; has_copy = true }
    :: atomic { me == 1 && has_copy ->
        known[1] = before_known; holder[1] = before_holder; spent[1] = before_spent; has_copy = false }
#endif
#ifdef WRITE_OFF
    /* Two people at the store declare the holder lost: the store goes on in the next epoch, whose hops
     * the lost device cannot take, whatever it does later in the old one. */
    :: atomic { me == 0 && holder[0] != 0 && known[0] <= LAST_HOP && epochs == 0 ->
        epochs = 1; known[0] = LAST_HOP + 1; to[known[0]] = 0; holder[0] = 0; spent[0] = false }
#endif
    od
}

init {
    byte i;
    atomic {
        for (i : 0 .. HOPS) { to[i] = NOBODY }
        for (i : 0 .. NODES - 1) { holder[i] = 0 }
        run Node(0); run Node(1); run Node(2)
    }
}
