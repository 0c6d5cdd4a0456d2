package phonetest

import (
	"context"
	"net/http"
	"strconv"
	"time"
)

// sample is how long somebody speaks who leaves a recording on the page, in seconds.
const sample = 7

// postCall does something with a phone in a call, or begins one, and waits a moment for what comes of it.
func (p *Page) postCall(w http.ResponseWriter, r *http.Request) {
	id, do, key := r.PostForm.Get("phone"), r.PostForm.Get("do"), r.PostForm.Get("key")
	x, err := p.handle(id, do, key)
	if err != nil {
		p.again(w, r, formState{Form: "call", Field: id + "-name", Error: err.Error()})
		return
	}
	p.carrier.settleCall(r.Context(), x, formWait)
	http.Redirect(w, r, "/phones#"+id, http.StatusSeeOther)
}

// handle does something with a phone: with its call, or to begin one.
func (p *Page) handle(id, do, key string) (*call, error) {
	c := p.carrier
	if do == "call" {
		return c.callIn(id, "", "")
	}
	c.mu.Lock()
	ph := c.phone(id)
	var x *call
	if ph != nil {
		x = ph.current()
	}
	c.mu.Unlock()
	switch {
	case ph == nil:
		return nil, errNoPhone
	case x == nil:
		return nil, errNoCall
	case key != "":
		return x, c.press(x, key)
	}
	return x, c.onCall(x, do, sample, "")
}

// onCall does one of the things that can be done on a phone beside pressing keys.
func (c *Carrier) onCall(x *call, do string, seconds int, ends string) error {
	switch do {
	case "quiet":
		return c.sayNothing(x)
	case "speak":
		return c.talk(x, seconds, ends)
	case "hangup":
		return c.hangUp(x)
	case "answer":
		return c.pickUpPhone(x, "human")
	case "machine":
		return c.pickUpPhone(x, machineStart)
	case "ignore":
		return c.leaveRinging(x, noAnswer)
	case "busy":
		return c.leaveRinging(x, busy)
	}
	return errNotNow
}

// settleCall waits a while until a call waits for something, or is over.
func (c *Carrier) settleCall(ctx context.Context, x *call, atMost time.Duration) {
	ctx, cancel := context.WithTimeout(ctx, atMost)
	defer cancel()
	_ = c.await(ctx, func() bool { return !x.running }) // late is seen later
}

// playRecording serves what somebody has said in a call, for whoever hears it on the page.
func (p *Page) playRecording(w http.ResponseWriter, r *http.Request) {
	c := p.carrier
	c.mu.Lock()
	rec := c.recordingBySID(r.PathValue("sid"))
	c.mu.Unlock()
	if rec == nil || rec.absent {
		http.NotFound(w, r)
		return
	}
	b := wav(rec)
	w.Header().Set("Content-Type", "audio/wav")
	w.Header().Set("Content-Length", strconv.Itoa(len(b)))
	_, _ = w.Write(b) // whoever is gone hears nothing
}
