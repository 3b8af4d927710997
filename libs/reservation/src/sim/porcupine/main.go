// Judges small histories of a sale by searching for an order of all calls, where the replay of
// libs/testing takes the log as that order. Reads one history a line, writes one verdict a line:
// right, wrong, or unknown when the search took too long.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"time"

	"github.com/anishathalye/porcupine"
)

type hold struct {
	Buyer string `json:"buyer"`
	Seq   int64  `json:"seq"`
	Unit  int64  `json:"unit"`
	Fence int64  `json:"fence"`
}

type entry struct {
	N         int64  `json:"n"`
	At        int64  `json:"at"`
	Type      string `json:"type"`
	Stock     int64  `json:"stock"`
	By        int64  `json:"by"`
	Buyer     string `json:"buyer"`
	Seq       int64  `json:"seq"`
	Unit      *int64 `json:"unit"`
	Fence     int64  `json:"fence"`
	Attempt   int64  `json:"attempt"`
	Back      string `json:"back"`
	ExpiresAt int64  `json:"expiresAt"`
	Holds     []hold `json:"holds"`
}

type told struct {
	Phase     string `json:"phase"`
	Seq       *int64 `json:"seq"`
	Rank      *int64 `json:"rank"`
	Unit      *int64 `json:"unit"`
	Fence     *int64 `json:"fence"`
	Attempt   *int64 `json:"attempt"`
	ExpiresAt *int64 `json:"expiresAt"`
}

type point struct {
	N int64 `json:"n"`
}

type result struct {
	Kind      string `json:"kind"`
	Place     *told  `json:"place"`
	At        *point `json:"at"`
	Fresh     bool   `json:"fresh"`
	Why       string `json:"why"`
	Attempt   *int64 `json:"attempt"`
	Unit      *int64 `json:"unit"`
	ExpiresAt *int64 `json:"expiresAt"`
	Back      string `json:"back"`
	Gave      string `json:"gave"`
}

type call struct {
	Buyer   string  `json:"buyer"`
	Action  string  `json:"action"`
	Attempt int64   `json:"attempt"`
	Invoke  int64   `json:"invoke"`
	Return  *int64  `json:"return"`
	Result  *result `json:"result"`
}

type history struct {
	Entries    []entry `json:"entries"`
	Operations []call  `json:"operations"`
	IsComplete bool    `json:"isComplete"`
}

// place is what the sale knows of one buyer.
type place struct {
	phase                                string
	seq, unit, fence, attempt, expiresAt int64
}

// moment is the sale after some entries of the log.
type moment struct {
	places map[string]place
	owners map[int64]string
	stock  int64
	seq    int64
	fence  int64
	at     int64
	paused bool
	closed bool
}

func (m moment) copied() moment {
	next := m
	next.places = map[string]place{}
	for buyer, p := range m.places {
		next.places[buyer] = p
	}
	next.owners = map[int64]string{}
	for unit, buyer := range m.owners {
		next.owners[unit] = buyer
	}
	return next
}

func (m moment) count(phases ...string) int64 {
	var count int64
	for _, p := range m.places {
		for _, phase := range phases {
			if p.phase == phase {
				count++
			}
		}
	}
	return count
}

func (m moment) free() int64 {
	return m.stock - m.count("held", "claimed", "sold")
}

func (m moment) rank(seq int64) int64 {
	var rank int64
	for _, p := range m.places {
		if p.phase == "waiting" && p.seq <= seq {
			rank++
		}
	}
	return rank
}

func unitOf(e entry) int64 {
	if e.Unit == nil {
		return 0
	}
	return *e.Unit
}

// follow says whether an entry can follow, and what is then.
func (m moment) follow(e entry, number int64) (moment, bool) {
	next := m.copied()
	next.at = e.At
	if e.N != number || e.At < m.at || (e.Type == "activate") != (number == 1) {
		return next, false
	}
	p := m.places[e.Buyer]
	ends := func(unit int64, phase string) bool {
		if p.phase != "held" || p.unit != unit {
			return false
		}
		delete(next.owners, unit)
		next.places[e.Buyer] = place{phase: phase, seq: p.seq}
		return true
	}
	switch e.Type {
	case "activate":
		next.stock, next.seq = e.Stock, 1_000_000_000
		return next, true
	case "join":
		switch p.phase {
		case "waiting", "held", "claimed", "sold", "removed":
			return next, false
		}
		next.seq = e.Seq
		next.places[e.Buyer] = place{phase: "waiting", seq: e.Seq}
		return next, e.Seq == m.seq+1 && !m.closed && m.stock > m.count("sold")
	case "grant":
		if m.paused || m.closed || int64(len(e.Holds)) > m.free() || e.ExpiresAt <= e.At {
			return next, false
		}
		for i, h := range e.Holds {
			waits := m.places[h.Buyer]
			// The fences of one grant follow each other from the first one on.
			if waits.phase != "waiting" || waits.seq != h.Seq || m.rank(h.Seq) != int64(i+1) {
				return next, false
			}
			if h.Unit < 1 || h.Unit > m.stock || next.owners[h.Unit] != "" || h.Fence <= next.fence {
				return next, false
			}
			next.fence = h.Fence
			next.owners[h.Unit] = h.Buyer
			next.places[h.Buyer] = place{phase: "held", seq: h.Seq, unit: h.Unit, fence: h.Fence, expiresAt: e.ExpiresAt}
		}
		return next, true
	case "claim":
		right := p.phase == "held" && p.fence == e.Fence && e.At < p.expiresAt && e.Attempt > m.fence
		next.fence = e.Attempt
		p.phase, p.attempt = "claimed", e.Attempt
		next.places[e.Buyer] = p
		return next, right
	case "settle":
		// Without a claim the record of an order spoke.
		right := p.phase != "sold" && (p.phase != "claimed" || p.attempt == e.Attempt && p.unit == unitOf(e))
		if p.phase == "held" || p.phase == "claimed" {
			delete(next.owners, p.unit)
		}
		unit := unitOf(e)
		right = right && unit >= 1 && unit <= m.stock && next.owners[unit] == ""
		next.owners[unit] = e.Buyer
		next.places[e.Buyer] = place{phase: "sold", seq: p.seq, unit: unit, attempt: e.Attempt}
		return next, right
	case "void":
		right := p.phase == "claimed" && p.attempt == e.Attempt && p.unit == unitOf(e)
		if e.Back == "held" {
			right = right && e.At < e.ExpiresAt
			p.phase, p.attempt, p.expiresAt = "held", 0, e.ExpiresAt
			next.places[e.Buyer] = p
			return next, right
		}
		delete(next.owners, p.unit)
		next.places[e.Buyer] = place{phase: "expired", seq: p.seq}
		return next, right
	case "extend":
		right := p.phase == "held" && p.fence == e.Fence && e.At < p.expiresAt && e.ExpiresAt > p.expiresAt
		p.expiresAt = e.ExpiresAt
		next.places[e.Buyer] = p
		return next, right
	case "leave":
		if e.Unit != nil {
			right := ends(*e.Unit, "left")
			next.places[e.Buyer] = place{phase: "left", seq: e.Seq}
			return next, right
		}
		next.places[e.Buyer] = place{phase: "left", seq: e.Seq}
		return next, p.phase == "waiting" && p.seq == e.Seq
	case "expire":
		for _, h := range e.Holds {
			own := next.places[h.Buyer]
			if own.phase != "held" || own.unit != h.Unit || (e.At < own.expiresAt && !m.closed) {
				return next, false
			}
			delete(next.owners, h.Unit)
			next.places[h.Buyer] = place{phase: "expired", seq: own.seq}
		}
		return next, true
	case "refund":
		owns := (p.phase == "sold" || p.phase == "claimed") && p.attempt == e.Fence && p.unit == unitOf(e)
		delete(next.owners, p.unit)
		next.places[e.Buyer] = place{phase: "left", seq: p.seq}
		return next, owns
	case "pause":
		next.paused = true
		return next, true
	case "resume":
		next.paused = false
		return next, true
	case "end":
		next.closed = true
		return next, true
	case "message":
		return next, true
	}
	return next, false
}

func named(value *int64, actual int64) bool {
	return value == nil || *value == actual
}

func oneOf(phase string, phases ...string) bool {
	for _, one := range phases {
		if phase == one {
			return true
		}
	}
	return false
}

// looks says from which time on an answer is right, at one moment of the sale.
func looks(c call, m moment, now, until int64) (int64, bool) {
	r, p := c.Result, m.places[c.Buyer]
	if p.phase == "" {
		p.phase = "none"
	}
	expiry := r.Kind == "refused" && r.Why == "expired" || r.Kind == "place" && r.Place.Phase == "expired"
	if expiry && p.phase == "held" {
		from := now
		if p.expiresAt > from {
			from = p.expiresAt
		}
		return from, from <= until && (r.Kind != "place" || named(r.Place.Seq, p.seq))
	}
	switch r.Kind {
	case "place":
		w := r.Place
		if w.Phase == "none" {
			return now, oneOf(p.phase, "none", "left")
		}
		same := w.Phase == p.phase && named(w.Seq, p.seq) && named(w.Unit, p.unit) && named(w.Fence, p.fence) &&
			named(w.Attempt, p.attempt) && named(w.ExpiresAt, p.expiresAt)
		if w.Rank != nil && r.At != nil {
			seq := int64(0)
			if w.Seq != nil {
				seq = *w.Seq
			}
			same = same && m.rank(seq) == *w.Rank
		}
		return now, same
	case "refused":
		names := named(r.Attempt, p.attempt) && named(r.Unit, p.unit)
		switch r.Why {
		case "sold_out":
			return now, m.stock > 0 && m.stock <= m.count("sold")
		case "known":
			return now, names && oneOf(p.phase, "waiting", "held", "claimed", "sold", "removed")
		case "no_hold":
			if c.Action == "extend" && p.phase == "sold" {
				return now, true
			}
			return now, names && oneOf(p.phase, "none", "left", "removed", "waiting")
		case "expired":
			return now, names && p.phase == "expired"
		case "claimed":
			return now, names && p.phase == "claimed"
		case "sold":
			return now, names && p.phase == "sold"
		case "nothing":
			return now, names && oneOf(p.phase, "none", "left", "removed", "expired")
		case "stale":
			own := p.attempt == c.Attempt
			return now, !own || !(p.phase == "claimed" || p.phase == "sold" && c.Action == "settle")
		}
		return now, true
	}
	switch c.Action {
	case "claim":
		return now, p.phase == "claimed" && r.Attempt != nil && p.attempt == *r.Attempt
	case "settle":
		return now, p.phase == "sold" && p.attempt == c.Attempt
	case "extend":
		return now, p.phase == "held" && r.ExpiresAt != nil && p.expiresAt == *r.ExpiresAt
	case "leave", "refund":
		return now, p.phase == "left"
	}
	return now, false
}

// makes says whether an entry is what this call was told to have made.
func makes(c call, e entry) bool {
	r := c.Result
	if e.Type != c.Action || e.Buyer != c.Buyer || r.At != nil && r.At.N != e.N {
		return false
	}
	switch c.Action {
	case "join":
		return r.At != nil || r.Place.Seq != nil && *r.Place.Seq == e.Seq
	case "claim":
		return r.Attempt != nil && *r.Attempt == e.Attempt
	case "settle":
		return c.Attempt == e.Attempt
	case "void":
		return c.Attempt == e.Attempt && r.Back == e.Back
	case "refund":
		return c.Attempt == e.Fence
	case "leave":
		return (r.Gave == "hold") == (e.Unit != nil)
	}
	return false
}

type step struct {
	kind string
	at   int64
	c    call
	bit  uint64
}

type state struct {
	k        int
	now      int64
	answered uint64
}

var made = map[string]bool{"join": true, "claim": true, "extend": true, "leave": true}

func judge(h history) string {
	moments := []moment{{}}
	for i, e := range h.Entries {
		next, right := moments[i].follow(e, int64(i+1))
		if !right {
			return "wrong"
		}
		moments = append(moments, next)
	}
	var ops []porcupine.Operation
	add := func(s step, from, to int64) {
		ops = append(ops, porcupine.Operation{ClientId: len(ops), Input: s, Call: from, Return: to})
	}
	for i, e := range h.Entries {
		if !h.IsComplete || !made[e.Type] {
			add(step{kind: "entry", at: int64(i + 1)}, math.MinInt32, math.MaxInt32-2)
		}
	}
	add(step{kind: "end"}, math.MaxInt32-1, math.MaxInt32)
	bits := 0
	for _, c := range h.Operations {
		switch {
		case c.Result == nil:
			add(step{kind: "effect", c: c}, c.Invoke, math.MaxInt32)
		case c.Result.Kind == "refused" || c.Result.Fresh:
			add(step{kind: "answer", c: c}, c.Invoke, *c.Return)
		default:
			// It may have made an entry, and was answered then or later.
			bit := uint64(1) << bits
			bits++
			add(step{kind: "effect", c: c, bit: bit}, c.Invoke, *c.Return)
			add(step{kind: "answer", c: c, bit: bit}, c.Invoke, *c.Return)
		}
	}
	length := len(h.Entries)
	forward := func(s state) state {
		return state{k: s.k + 1, now: h.Entries[s.k].At, answered: s.answered}
	}
	model := porcupine.NondeterministicModel{
		Init: func() []interface{} { return []interface{}{state{}} },
		Step: func(before, input, output interface{}) []interface{} {
			s, in := before.(state), input.(step)
			var after []interface{}
			switch in.kind {
			case "entry":
				if s.k == int(in.at)-1 {
					after = append(after, forward(s))
				}
				// A client's call was it.
				if s.k >= int(in.at) && isMade(h.Entries[in.at-1].Type) {
					after = append(after, s)
				}
			case "end":
				if s.k == length {
					after = append(after, s)
				}
			case "effect":
				after = append(after, s)
				if s.k < length && s.answered&in.bit == 0 {
					e := h.Entries[s.k]
					if e.Type == in.c.Action && e.Buyer == in.c.Buyer && (made[e.Type] && h.IsComplete) {
						after = append(after, forward(s))
					}
				}
			case "answer":
				r := in.c.Result
				if r.Fresh {
					if s.k < length && makes(in.c, h.Entries[s.k]) {
						next := forward(s)
						if r.Kind != "place" {
							return append(after, next)
						}
						if _, right := looks(in.c, moments[next.k], next.now, until(h, next.k)); right {
							after = append(after, next)
						}
					}
					return after
				}
				if r.At != nil && int(r.At.N) != s.k {
					return nil
				}
				if from, right := looks(in.c, moments[s.k], s.now, until(h, s.k)); right {
					after = append(after, state{k: s.k, now: from, answered: s.answered | in.bit})
				}
			}
			return after
		},
	}
	switch porcupine.CheckOperationsTimeout(model.ToModel(), ops, 20*time.Second) {
	case porcupine.Ok:
		return "right"
	case porcupine.Illegal:
		return "wrong"
	}
	return "unknown"
}

// isMade says whether a client's call can have made such an entry; workers make some of them as well.
func isMade(kind string) bool {
	return made[kind] || oneOf(kind, "settle", "void", "refund")
}

func until(h history, k int) int64 {
	if k < len(h.Entries) {
		return h.Entries[k].At
	}
	return math.MaxInt64
}

func main() {
	lines := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	decoder := json.NewDecoder(lines)
	for decoder.More() {
		var h history
		if err := decoder.Decode(&h); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		fmt.Fprintln(out, judge(h))
	}
}
