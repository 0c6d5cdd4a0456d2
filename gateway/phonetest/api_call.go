package phonetest

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// callJSON is a call as scripts get it.
type callJSON struct {
	ID         string          `json:"id"` // c1, c2, …: counts up
	SID        string          `json:"sid"`
	Phone      string          `json:"phone"` // id; "" if nobody has the number
	Direction  string          `json:"direction"`
	From       string          `json:"from"`
	To         string          `json:"to"`
	Status     string          `json:"status"`
	WaitsFor   string          `json:"waits_for"` // answer, keys, recording, others, talk; "" while it works, and at the end
	Seconds    int             `json:"seconds"`
	Transcript []lineJSON      `json:"transcript"`
	Recordings []recordingJSON `json:"recordings"`
}

type lineJSON struct {
	Kind      LineKind `json:"kind"`
	Lang      string   `json:"lang"`
	Text      string   `json:"text"`
	Recording string   `json:"recording,omitempty"`
}

type recordingJSON struct {
	SID     string `json:"sid"`
	Seconds int    `json:"seconds"`
	Deleted bool   `json:"deleted"`
}

// json shows a call. The caller holds the carrier's mu.
func (x *call) json() callJSON {
	j := callJSON{
		ID: "c" + strconv.Itoa(x.n), SID: x.sid, Direction: x.direction, From: x.from, To: x.to, Status: x.status,
		Seconds: x.seconds(), Transcript: []lineJSON{}, Recordings: []recordingJSON{},
	}
	if x.phone != nil {
		j.Phone = x.phone.ID
	}
	if x.live() && !x.running {
		j.WaitsFor = string(x.waits)
	}
	for _, l := range x.lines {
		j.Transcript = append(j.Transcript, lineJSON(l))
	}
	for _, r := range x.recordings {
		j.Recordings = append(j.Recordings, recordingJSON{r.sid, r.seconds, r.deleted})
	}
	return j
}

// writeCall answers with a call as it stands, once it waits for something or is over.
func (p *Page) writeCall(w http.ResponseWriter, r *http.Request, status int, x *call) {
	unhurried(w)
	p.carrier.settleCall(r.Context(), x, maxWait)
	p.carrier.mu.Lock()
	shown := x.json()
	p.carrier.mu.Unlock()
	writeJSON(w, status, shown)
}

// apiCall calls a line: {"from": a phone's id or number, "line": "" is the first, "shown": "anonymous", say}. It answers
// when the call waits for something.
func (p *Page) apiCall(w http.ResponseWriter, r *http.Request) {
	var in struct{ From, Line, Shown string }
	if err := readJSON(w, r, &in); err != nil {
		writeError(w, err)
		return
	}
	c := p.carrier
	c.mu.Lock()
	if ph := c.byNumber[in.From]; ph != nil {
		in.From = ph.ID
	}
	c.mu.Unlock()
	x, err := c.callIn(in.From, in.Line, in.Shown)
	if err != nil {
		writeError(w, apiError{http.StatusUnprocessableEntity, err.Error()})
		return
	}
	p.writeCall(w, r, http.StatusCreated, x)
}

// apiOnCall does something on a phone: digits {"digits": "1"}, speak {"seconds": 7, "ends": "#" or "hangup"}, and
// quiet, hangup, answer, machine, ignore, busy with {}. It answers with the call when it waits again, or is over.
func (p *Page) apiOnCall(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Digits  string
		Seconds int
		Ends    string
	}
	x := p.call(r.PathValue("id"))
	err := readJSON(w, r, &in)
	switch {
	case x == nil:
		err = apiError{http.StatusNotFound, errNoCall.Error()}
	case err != nil:
	case r.PathValue("do") == "digits":
		err = unprocessable(p.carrier.press(x, in.Digits))
	default:
		err = unprocessable(p.carrier.onCall(x, r.PathValue("do"), in.Seconds, in.Ends))
	}
	if err != nil {
		writeError(w, err)
		return
	}
	p.writeCall(w, r, http.StatusOK, x)
}

func unprocessable(err error) error {
	if err == nil {
		return nil
	}
	return apiError{http.StatusUnprocessableEntity, err.Error()}
}

// apiTranscript returns a call. With wait=5s it waits so long for it to be over.
func (p *Page) apiTranscript(w http.ResponseWriter, r *http.Request) {
	x := p.call(r.PathValue("id"))
	if x == nil {
		writeError(w, apiError{http.StatusNotFound, errNoCall.Error()})
		return
	}
	wait, err := readWait(r)
	if err != nil {
		writeError(w, err)
		return
	}
	unhurried(w)
	ctx, cancel := context.WithTimeout(r.Context(), wait)
	defer cancel()
	_ = p.carrier.await(ctx, func() bool { return !x.live() }) // late is seen in the answer
	p.writeCall(w, r, http.StatusOK, x)
}

// apiCalls returns a phone's calls after the one with a number. With wait=5s it waits so long for at least one.
func (p *Page) apiCalls(w http.ResponseWriter, r *http.Request) {
	after := 0
	wait, err := readWait(r)
	if s := r.URL.Query().Get("after"); s != "" && err == nil {
		if after, err = between(strings.TrimPrefix(s, "c"), 0, 1<<30); err != nil {
			err = apiError{http.StatusBadRequest, "after is the id of a call"}
		}
	}
	c := p.carrier
	c.mu.Lock()
	ph := c.phone(r.PathValue("id"))
	c.mu.Unlock()
	if err == nil && ph == nil {
		err = apiError{http.StatusNotFound, errNoPhone.Error()}
	}
	if err != nil {
		writeError(w, err)
		return
	}
	unhurried(w)
	ctx, cancel := context.WithTimeout(r.Context(), wait)
	defer cancel()
	_ = c.await(ctx, func() bool { return ph.inCallAfter(after) }) // late is answered by an empty list
	all := []callJSON{}
	c.mu.Lock()
	for _, x := range ph.calls {
		if x.n > after {
			all = append(all, x.json())
		}
	}
	c.mu.Unlock()
	writeJSON(w, http.StatusOK, map[string]any{"calls": all})
}

// inCallAfter says whether there is a call after the nth that rings, waits or is over. The caller holds c.mu.
func (p *phone) inCallAfter(n int) bool {
	x := p.current()
	return x != nil && x.n > n && !x.running
}

// call returns the call with an id, or nil.
func (p *Page) call(id string) *call {
	p.carrier.mu.Lock()
	defer p.carrier.mu.Unlock()
	digits, ok := strings.CutPrefix(id, "c")
	n, err := strconv.Atoi(digits)
	if !ok || err != nil || n < 1 || n > len(p.carrier.calls) {
		return nil
	}
	return p.carrier.calls[n-1]
}

// readWait is how long a script would wait.
func readWait(r *http.Request) (time.Duration, error) {
	s := r.URL.Query().Get("wait")
	if s == "" {
		return 0, nil
	}
	wait, err := time.ParseDuration(s)
	if err != nil || wait < 0 || wait > maxWait {
		return 0, apiError{http.StatusBadRequest, "wait is a duration up to 30s, like 5s"}
	}
	return wait, nil
}
