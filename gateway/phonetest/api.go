package phonetest

import (
	"context"
	"encoding/json"
	"errors"
	"mime"
	"net/http"
	"time"
)

// maxWait bounds how long a script may wait for a text.
const maxWait = 30 * time.Second

// apiError is an error a script is told.
type apiError struct {
	status int
	what   string
}

func (e apiError) Error() string { return e.what }

// textJSON is a text as scripts get it.
type textJSON struct {
	ID        int       `json:"id"` // counts up; for ?after=
	SID       string    `json:"sid"`
	Direction string    `json:"direction"` // inbound: from the phone to the line
	From      string    `json:"from"`
	To        string    `json:"to"`
	Body      string    `json:"body"`
	Status    string    `json:"status"`
	ErrorCode int       `json:"error_code"`
	Reason    string    `json:"reason"`
	Segments  int       `json:"segments"`
	At        time.Time `json:"at"`
}

func (t Text) json() textJSON {
	direction := "outbound"
	if t.Inbound {
		direction = inbound
	}
	return textJSON{
		t.N, t.SID, direction, t.From, t.To, t.Body, t.Status, t.ErrorCode, reason(t.ErrorCode), t.Segments, t.At.UTC(),
	}
}

// apiPhones lists the phones: their numbers are in the answer, and only their ids in URLs.
func (p *Page) apiPhones(w http.ResponseWriter, _ *http.Request) {
	type phoneJSON struct {
		ID       string `json:"id"`
		Name     string `json:"name"`
		Number   string `json:"number"`
		Kind     Kind   `json:"kind"`
		Language string `json:"language"`
	}
	all := []phoneJSON{}
	p.carrier.mu.Lock()
	for _, h := range p.carrier.phones {
		all = append(all, phoneJSON{h.ID, h.Name, h.Number, h.Kind, h.Language})
	}
	p.carrier.mu.Unlock()
	writeJSON(w, http.StatusOK, map[string]any{"phones": all})
}

// apiText sends a text: {"from": a phone's id or number, "body": "…"}. It answers when the application has.
func (p *Page) apiText(w http.ResponseWriter, r *http.Request) {
	var in struct{ From, Body string }
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
	out, err := c.write(in.From, "", in.Body, nil)
	if err != nil {
		writeError(w, apiError{http.StatusUnprocessableEntity, err.Error()})
		return
	}
	unhurried(w)
	select {
	case <-out.done:
	case <-r.Context().Done():
	}
	c.mu.Lock()
	now := c.bySID[out.text.SID].text()
	c.mu.Unlock()
	writeJSON(w, http.StatusCreated, now.json())
}

// apiTexts returns what is on a phone after a text's id. With wait=5s it waits so long for at least one.
func (p *Page) apiTexts(w http.ResponseWriter, r *http.Request) {
	id, q := r.PathValue("id"), r.URL.Query()
	after := 0
	wait, err := readWait(r)
	if s := q.Get("after"); s != "" && err == nil {
		if after, err = between(s, 0, 1<<30); err != nil {
			err = apiError{http.StatusBadRequest, "after is the id of a text"}
		}
	}
	if err != nil {
		writeError(w, err)
		return
	}
	p.carrier.mu.Lock()
	known := p.carrier.phone(id) != nil
	p.carrier.mu.Unlock()
	if !known {
		writeError(w, apiError{http.StatusNotFound, errNoPhone.Error()})
		return
	}
	unhurried(w)
	ctx, cancel := context.WithTimeout(r.Context(), wait)
	defer cancel()
	_ = p.carrier.await(ctx, func() bool { // late is answered by an empty list
		thread := p.carrier.phone(id).thread
		return len(thread) > 0 && thread[len(thread)-1].n > after
	})
	all := []textJSON{}
	for _, t := range p.carrier.texts(id, after) {
		all = append(all, t.json())
	}
	writeJSON(w, http.StatusOK, map[string]any{"messages": all})
}

// apiAdvance moves the clock on: {"by": "10m"}, or "next" or "morning".
func (p *Page) apiAdvance(w http.ResponseWriter, r *http.Request) {
	var in struct{ By string }
	err := readJSON(w, r, &in)
	var d time.Duration
	if err == nil {
		if d, err = p.skip(in.By); err != nil {
			err = apiError{http.StatusUnprocessableEntity, err.Error()}
		}
	}
	if err != nil {
		writeError(w, err)
		return
	}
	p.carrier.Advance(d)
	p.carrier.skipCalls(d)
	p.carrier.touch()
	writeJSON(w, http.StatusOK, map[string]any{"now": p.carrier.clock.Now().UTC()})
}

// readJSON reads one JSON object with no field it does not know. A page of another site cannot send this content type
// unasked, so the API needs no token.
func readJSON(w http.ResponseWriter, r *http.Request, v any) error {
	if media, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); media != "application/json" {
		return apiError{http.StatusUnsupportedMediaType, "send application/json"}
	}
	dec := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxPageForm))
	dec.DisallowUnknownFields()
	err := dec.Decode(v)
	if tooBig := new(http.MaxBytesError); errors.As(err, &tooBig) {
		return apiError{http.StatusRequestEntityTooLarge, "at most 16 KiB"}
	}
	if err != nil || dec.More() {
		return apiError{http.StatusBadRequest, "this is not one JSON object with the fields expected here"}
	}
	return nil
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // whoever is gone needs no answer
}

func writeError(w http.ResponseWriter, err error) {
	status := http.StatusBadRequest
	if e := (apiError{}); errors.As(err, &e) {
		status = e.status
	}
	writeJSON(w, status, map[string]string{"error": err.Error()})
}
