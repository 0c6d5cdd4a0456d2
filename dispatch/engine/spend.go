package engine

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"hotline/i18n/msg"
	"hotline/store"
)

// segmentPrice is what one segment is estimated at, in units of the account's currency: the carrier's list price in
// the United States ($0.0083) with the receiving carrier's fee (to $0.0062), rounded up. The limit is a brake, not
// a bill.
const segmentPrice = 0.015

const (
	spendTold   = 0.8 // of the limit: coordinators are told
	spendOffers = 0.9 // of the limit: nobody is asked any more today
	metaSpend   = "spend"
)

// spend counts the segments of a text that leaves. Texts are counted when they are written, since an answer is gone
// with the response.
func (w *work) spend(segments int) error {
	limit := w.network.Rules.DailySpend
	if limit <= 0 || segments <= 0 {
		return nil
	}
	before, err := w.segmentsToday()
	if err != nil {
		return err
	}
	if err := w.tx.SetMeta(metaSpend, w.today()+" "+strconv.Itoa(before+segments)); err != nil {
		return fmt.Errorf("write spend: %w", err)
	}
	crosses := func(share float64) bool {
		return float64(before)*segmentPrice < limit*share && float64(before+segments)*segmentPrice >= limit*share
	}
	if !crosses(spendTold) {
		return nil
	}
	w.log.Warn("most of today's money for texts is spent")
	return w.alertTo(w.network.Notified(w.network.AskFrom(w.now)), store.LaneCheckIn, 0, msg.T(msg.AlertSpend))
}

// segmentsToday is how many segments have been counted on this day of the network's.
func (w *work) segmentsToday() (int, error) {
	value, err := w.tx.Meta(metaSpend)
	if err != nil {
		return 0, fmt.Errorf("read spend: %w", err)
	}
	day, count, _ := strings.Cut(value, " ")
	if day != w.today() {
		return 0, nil
	}
	n, err := strconv.Atoi(count)
	if err != nil {
		return 0, fmt.Errorf("read spend: %w", err)
	}
	return n, nil
}

func (w *work) today() string { return w.network.Local(w.now).Format(time.DateOnly) }

// offersStopped says whether offers wait for tomorrow to spare the rest of today's money for answers and danger.
func (w *work) offersStopped() (until time.Time, stopped bool, err error) {
	limit := w.network.Rules.DailySpend
	if limit <= 0 {
		return until, false, nil
	}
	n, err := w.segmentsToday()
	if err != nil || float64(n)*segmentPrice < limit*spendOffers {
		return until, false, err
	}
	y, m, d := w.network.Local(w.now).Date()
	return w.network.AskFrom(time.Date(y, m, d+1, 0, 0, 0, 0, w.network.Local(w.now).Location())), true, nil
}
