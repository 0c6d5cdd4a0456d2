package simulate

import (
	"container/heap"
	"time"
)

// moment is something that happens at a time.
type moment struct {
	at    time.Time
	order int // of moments at the same time, the one that was set first comes first
	do    func()
}

// queue is the clock: it stands still between two moments.
type queue struct {
	now     time.Time
	waiting moments
	set     int
}

// at has something happen at a time, or now if that is over.
func (q *queue) at(t time.Time, do func()) {
	if t.Before(q.now) {
		t = q.now
	}
	q.set++
	heap.Push(&q.waiting, moment{t, q.set, do})
}

// runAll lets everything happen, in order, until nothing is left.
func (q *queue) runAll() {
	for len(q.waiting) > 0 {
		m := heap.Pop(&q.waiting).(moment)
		q.now = m.at
		m.do()
	}
}

// moments is a heap, the earliest first.
type moments []moment

func (m moments) Len() int { return len(m) }
func (m moments) Less(i, j int) bool {
	if c := m[i].at.Compare(m[j].at); c != 0 {
		return c < 0
	}
	return m[i].order < m[j].order
}
func (m moments) Swap(i, j int) { m[i], m[j] = m[j], m[i] }
func (m *moments) Push(x any)   { *m = append(*m, x.(moment)) }
func (m *moments) Pop() any {
	last := len(*m) - 1
	x := (*m)[last]
	*m = (*m)[:last]
	return x
}
