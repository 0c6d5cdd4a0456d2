package engine

import (
	"fmt"
	"reflect"

	"hotline/dispatch/talk"
)

// effects has one handler for every kind of effect; a test holds it complete.
type effects map[reflect.Type]func(*turn, talk.Effect) error

// do carries one effect out.
func (table effects) do(t *turn, f talk.Effect) error {
	handle, ok := table[reflect.TypeOf(f)]
	if !ok {
		return fmt.Errorf("effect %T has no handler", f)
	}
	if err := handle(t, f); err != nil {
		return fmt.Errorf("%T: %w", f, err)
	}
	return nil
}

// on adds the handler of one kind.
func on[E talk.Effect](table effects, handle func(*turn, E) error) {
	table[reflect.TypeFor[E]()] = func(t *turn, f talk.Effect) error { return handle(t, f.(E)) }
}

func effectTable() effects {
	table := effects{}
	// the answer and the phone
	on(table, (*turn).say)
	on(table, (*turn).answerIn)
	on(table, (*turn).setLanguage)
	on(table, (*turn).optOut)
	on(table, (*turn).optIn)
	on(table, (*turn).keepText)
	on(table, (*turn).setContactWay)
	on(table, (*turn).discreet)
	// a resident's requests
	on(table, (*turn).openRequest)
	on(table, (*turn).keepDraft)
	on(table, (*turn).dropDraft)
	on(table, (*turn).addWords)
	on(table, (*turn).setHelpers)
	on(table, (*turn).setWeekly)
	on(table, (*turn).closeRequest)
	on(table, (*turn).setPlace)
	// answers to an offer
	on(table, (*turn).accept)
	on(table, (*turn).tooLate)
	on(table, (*turn).offerOther)
	on(table, (*turn).standby)
	on(table, (*turn).hold)
	on(table, (*turn).decline)
	// a job
	on(table, (*turn).handBack)
	on(table, (*turn).onMyWay)
	on(table, (*turn).stillOnIt)
	on(table, (*turn).cameOrNot)
	on(table, (*turn).jobDone)
	on(table, (*turn).dispute)
	on(table, (*turn).relay)
	on(table, (*turn).listened)
	on(table, (*turn).swap)
	on(table, (*turn).report)
	on(table, (*turn).alert)
	// a volunteer
	on(table, (*turn).enroll)
	on(table, (*turn).pause)
	on(table, (*turn).back)
	on(table, (*turn).leave)
	// a coordinator
	on(table, (*turn).takeCase)
	on(table, (*turn).giveBackCase)
	on(table, (*turn).assignCase)
	on(table, (*turn).closeCase)
	on(table, (*turn).helpersCase)
	on(table, (*turn).weeklyCase)
	on(table, (*turn).tellCase)
	on(table, (*turn).setIntake)
	on(table, (*turn).undoCase)
	on(table, (*turn).listCases)
	on(table, (*turn).tellNumbers)
	// calls
	on(table, (*turn).keepSpoken)
	on(table, (*turn).keepPrompt)
	on(table, (*turn).takeCall)
	on(table, (*turn).callBack)
	on(table, (*turn).stopCalls)
	on(table, (*turn).canText)
	on(table, (*turn).confirmNumber)
	// either
	on(table, (*turn).forget)
	return table
}
