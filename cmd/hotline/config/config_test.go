package config

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hotline/dispatch"
)

// minimal is a file with the musts alone.
const minimal = `[network]
name = "Eastside Mutual Aid"
timezone = "America/New_York"
[server]
public_url = "https://hotline.example.org"
[twilio]
account_sid = "AC0123456789abcdef0123456789abcdef"
auth_token = "s3cret-token"
numbers = ["+12125550100"]
`

func mustParse(t *testing.T, text string, environ ...string) *Config {
	t.Helper()
	cfg, err := parse("hotline.toml", "/etc/line", []byte(text), environ)
	if err != nil {
		t.Fatal(err)
	}
	return cfg
}

func TestDefaults(t *testing.T) {
	t.Parallel()
	cfg := mustParse(t, minimal)
	want := dispatch.Rules{
		LiveOffers: 5, ReplaceAfter: 30 * time.Minute, AskAgainAfter: 8 * time.Hour,
		DailyLimit: 2, WeeklyLimit: 8, OpenJobs: 1,
		Quiet:         dispatch.Quiet{From: 21 * 60, Until: 8 * 60},
		EscalateAfter: 4 * time.Hour, StandDownWindow: 30 * time.Minute, ApproveVolunteers: true,
	}
	if diff := cmp.Diff(want, cfg.Network.Rules); diff != "" {
		t.Errorf("rules (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"en", "es", "ht", "zh-Hans", "fr"}, cfg.Network.Languages); diff != "" {
		t.Errorf("languages (-want +got):\n%s", diff)
	}
	if got := cfg.Network.Contact; got != "+12125550100" {
		t.Errorf("contact = %q, want the line's number", got)
	}
	if cfg.Server.Database() != "/etc/line/data/hotline.db" || cfg.Privacy.KeysFile != "/etc/line/hotline.keys" {
		t.Errorf("relative paths do not start at the file's folder: %+v %+v", cfg.Server, cfg.Privacy)
	}
	if cfg.Twilio.APIURL != "https://api.twilio.com" || cfg.Twilio.MaxPerSecond != 1 {
		t.Errorf("twilio = %+v", cfg.Twilio)
	}
}

func TestStandardCategories(t *testing.T) {
	t.Parallel()
	numbers := map[int]string{}
	for _, k := range mustParse(t, minimal).Network.Categories {
		if k.Number > 0 {
			numbers[k.Number] = k.Code
		}
		if k.PersonOnly != (k.Code == "SAFE" || k.Code == "OTHER") {
			t.Errorf("%s: PersonOnly = %v", k.Code, k.PersonOnly)
		}
		trusted := strings.Contains("CHILD RIDE MONEY HOME TECH FORMS", k.Code)
		if k.TrustedOnly != trusted {
			t.Errorf("%s: TrustedOnly = %v, want %v", k.Code, k.TrustedOnly, trusted)
		}
	}
	if diff := cmp.Diff(map[int]string{1: "FOOD", 2: "RX", 3: "RIDE", 4: "BABY"}, numbers); diff != "" {
		t.Errorf("numbers (-want +got):\n%s", diff)
	}
}

func TestEverythingWritten(t *testing.T) {
	t.Parallel()
	cfg := mustParse(t, minimal+`
messaging_service_sid = "MG0123456789abcdef0123456789abcdef"
auth_token_next = "another"
[[network.lines]]
name = "Crisis line"
phone = "988"
danger = "suicide"
[[categories]]
code = "FOOD"
number = 1
pays = "network 50"
[[categories]]
code = "GARDEN"
trusted_only = true
[[zones]]
name = "North"
zips = ["11206", "11211"]
neighbors = ["South"]
[[zones]]
name = "South"
zips = ["11215"]
[dispatch]
quiet_from = "00:00"
quiet_until = "00:00"
ask_again_after = "0s"
[[coordinators]]
name = "Ana"
phone = "+12125550142"
on_call = "mon-fri 09:00-18:00"
pin = "1234"
safety = true
[limits]
daily_spend = 12
[privacy]
keys_file = "/secret/keys"
`)
	n := cfg.Network
	if diff := cmp.Diff([]dispatch.Category{
		{Code: "FOOD", Number: 1, Taxonomy: "1129", Pays: dispatch.Pays{By: dispatch.PayNetwork, UpTo: 50}},
		{Code: "GARDEN", Pays: dispatch.Pays{By: dispatch.PayNobody}, TrustedOnly: true},
		{Code: "SAFE", Taxonomy: "1123", Pays: dispatch.Pays{By: dispatch.PayNobody}, PersonOnly: true},
		{Code: "OTHER", Pays: dispatch.Pays{By: dispatch.PayNobody}, PersonOnly: true},
	}, n.Categories); diff != "" {
		t.Errorf("categories (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]dispatch.Zone{
		{Name: "North", ZIPs: []string{"11206", "11211"}, Neighbors: []string{"South"}},
		{Name: "South", ZIPs: []string{"11215"}},
	}, n.Zones); diff != "" {
		t.Errorf("zones (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]dispatch.Line{{Name: "Crisis line", Phone: "988", Danger: "suicide"}}, n.Lines); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
	c := n.Coordinators[0]
	if c.Name != "Ana" || !c.Safety || len(c.OnCall) != 5 || c.Languages[0] != "en" {
		t.Errorf("coordinator = %+v", c)
	}
	if diff := cmp.Diff([]string{"s3cret-token", "another"}, cfg.Twilio.Tokens()); diff != "" {
		t.Errorf("tokens (-want +got):\n%s", diff)
	}
	if n.Rules.DailySpend != 12 || n.Rules.Quiet != (dispatch.Quiet{}) || cfg.Privacy.KeysFile != "/secret/keys" {
		t.Errorf("rules = %+v, keys = %q", n.Rules, cfg.Privacy.KeysFile)
	}
}

// TestRefused holds the promise that a wrong file is one line with the place and what to write.
func TestRefused(t *testing.T) {
	t.Parallel()
	with := func(extra string) string { return minimal + extra }
	without := func(key string) string {
		var kept []string
		for line := range strings.Lines(minimal) {
			if !strings.HasPrefix(line, key+" ") {
				kept = append(kept, line)
			}
		}
		return strings.Join(kept, "")
	}
	replaced := func(old, new string) string { return strings.Replace(minimal, old, new, 1) }
	for name, test := range map[string]struct{ text, want string }{
		"unknown key":         {with("max_speed = 1\n"), `hotline.toml:10: unknown key "max_speed" in [twilio]; write one of account_sid, auth_token,`},
		"unknown table":       {with("[twillio]\nx = 1\n"), `hotline.toml:10: unknown table or key "twillio"; the tables are network, server,`},
		"unknown in list":     {with("[[zones]]\nname = \"N\"\nzip = [\"11206\"]\n"), `hotline.toml:12: unknown key "zip" in [zones]; write one of name, zips, neighbors`},
		"text for number":     {with("max_per_second = \"1\"\n"), `hotline.toml:10: twilio.max_per_second must be a number, such as 1.5`},
		"number for text":     {replaced(`"Eastside Mutual Aid"`, "5"), `hotline.toml:2: network.name must be a text in quotes, such as "text"`},
		"text for list":       {replaced(`["+12125550100"]`, `"+12125550100"`), `hotline.toml:9: twilio.numbers must be a list of texts, such as ["a", "b"]`},
		"table for list":      {with("[zones]\nname = \"N\"\n"), `hotline.toml:10: write [[zones]] with two brackets, once for each`},
		"fraction":            {with("[dispatch]\ndaily_limit = 2.5\n"), `hotline.toml:11: dispatch.daily_limit must be a whole number, such as 5`},
		"not TOML":            {with("[dispatch\n"), `hotline.toml:10: this line is not TOML (`},
		"open quote":          {replaced(`Aid"`, "Aid"), `hotline.toml:2: this line is not TOML (`},
		"no quotes":           {replaced(`"America/New_York"`, "America/New_York"), `hotline.toml:3: this line is not TOML (`},
		"open list":           {with("[dispatch]\ndaily_limit = [\n"), `hotline.toml:11: this line is not TOML (`},
		"key twice":           {with("auth_token = \"x\"\n"), `hotline.toml:10: this line is not TOML (`},
		"no name":             {without("name"), `hotline.toml:1: network.name: is missing; write name = "Eastside Mutual Aid"`},
		"no time zone":        {without("timezone"), `hotline.toml:1: network.timezone: is missing; write timezone = "America/New_York"`},
		"no address":          {without("public_url"), `hotline.toml:4: server.public_url: is missing; write public_url = "https://hotline.example.org"`},
		"no account":          {without("account_sid"), `hotline.toml:6: twilio.account_sid: is missing; write the Account SID`},
		"no token":            {without("auth_token"), `hotline.toml:6: twilio.auth_token: is missing; set HOTLINE_TWILIO_AUTH_TOKEN`},
		"empty token":         {replaced("s3cret-token", ""), `hotline.toml:8: twilio.auth_token: is missing; set HOTLINE_TWILIO_AUTH_TOKEN`},
		"no numbers":          {without("numbers"), `hotline.toml:6: twilio.numbers: is missing; write numbers = ["+12125550100"]`},
		"empty file":          {"", `hotline.toml: network.name: is missing; write name = "Eastside Mutual Aid"`},
		"placeholder":         {replaced("AC0123456789abcdef0123456789abcdef", "AC…"), `hotline.toml:7: twilio.account_sid: must be the Account SID`},
		"account of letters":  {replaced("AC0123456789abcdef0123456789abcdef", "AC0123456789abcdef0123456789abcdeg"), `hotline.toml:7: twilio.account_sid: must be the Account SID of your Twilio console, AC and 32 digits or letters a to f`},
		"account too long":    {replaced("AC0123456789abcdef0123456789abcdef", "AC0123456789abcdef0123456789abcdef0"), `hotline.toml:7: twilio.account_sid: must be the Account SID`},
		"service":             {with("messaging_service_sid = \"MG1\"\n"), `hotline.toml:10: twilio.messaging_service_sid: must be MG and 32`},
		"one listener":        {replaced("[twilio]", "console_listen = \"127.0.0.1:8080\"\n[twilio]"), `hotline.toml:6: server.console_listen: is the same as public_listen; give it a port of its own`},
		"one port":            {replaced("[twilio]", "public_listen = \":8081\"\n[twilio]"), `hotline.toml:4: server.console_listen: is the same as public_listen`},
		"coordinator is us":   {with("[[coordinators]]\nname = \"Ana\"\nphone = \"+12125550100\"\n"), `hotline.toml:12: coordinators[0].phone: is one of the line's own numbers`},
		"time zone":           {replaced("America/New_York", "Mars/Base"), `hotline.toml:3: network.timezone: "Mars/Base" is no time zone; write one such as "America/New_York"`},
		"language tag":        {replaced("[server]", "languages = [\"en\", \"e\"]\n[server]"), `hotline.toml:4: network.languages: "e" is no language tag`},
		"language twice":      {replaced("[server]", "languages = [\"en\", \"en\"]\n[server]"), `hotline.toml:4: network.languages: "en" stands twice`},
		"default language":    {replaced("[server]", "default_language = \"so\"\n[server]"), `hotline.toml:1: network.languages: must contain the default_language "so"`},
		"number":              {replaced("+12125550100", "212-555-0100"), `hotline.toml:9: twilio.numbers: must be a number with + and country code, such as "+12125550142"`},
		"scheme":              {replaced("https://", "ftp://"), `hotline.toml:5: server.public_url: must be an address with https://, such as "https://hotline.example.org"`},
		"query":               {replaced("example.org", "example.org/?a=b"), `hotline.toml:5: server.public_url: must end after the host or path`},
		"underscore":          {replaced("hotline.example", "hot_line.example"), `hotline.toml:5: server.public_url: must have a host without _`},
		"port":                {replaced("[twilio]", "public_listen = \"8080\"\n[twilio]"), `hotline.toml:6: server.public_listen: must be host:port, such as "127.0.0.1:8080"`},
		"duration":            {with("[dispatch]\nreplace_after = \"30\"\n"), `hotline.toml:11: dispatch.replace_after: "30" is no length of time; write one such as "30m", "8h" or "90d"`},
		"no duration":         {with("[dispatch]\nreplace_after = \"0s\"\n"), `hotline.toml:11: dispatch.replace_after: "0s" must be from "1s" to "366d"`},
		"clock":               {with("[dispatch]\nquiet_from = \"9pm\"\n"), `hotline.toml:11: dispatch.quiet_from: "9pm" is no time of day: write it like 21:00`},
		"hours":               {with("[[coordinators]]\nname = \"Ana\"\nphone = \"+12125550142\"\non_call = \"weekdays\"\n"), `hotline.toml:13: coordinators[0].on_call: "weekdays" is no stretch of time`},
		"coordinator":         {with("[[coordinators]]\nname = \"Ana\"\n"), `hotline.toml:10: coordinators[0].phone: is missing; write phone = "+12125550142"`},
		"limit":               {with("[dispatch]\ndaily_limit = 0\n"), `hotline.toml:11: dispatch.daily_limit: must be from 1 to 100000`},
		"not a number":        {with("max_per_second = nan\n"), `hotline.toml:10: twilio.max_per_second: must be a number from 0 to 1000`},
		"category number":     {with("[[categories]]\ncode = \"FOOD\"\nnumber = 5\n"), `hotline.toml:12: categories[0].number: must be from 0 to 4`},
		"same number":         {with("[[categories]]\ncode = \"FOOD\"\nnumber = 1\n[[categories]]\ncode = \"RX\"\nnumber = 1\n"), `hotline.toml:15: categories[1].number: FOOD and RX are both number 1; give each its own`},
		"gap":                 {with("[[categories]]\ncode = \"FOOD\"\nnumber = 2\n"), `hotline.toml: categories: number 1 is missing`},
		"category code":       {with("[[categories]]\ncode = \"food\"\n"), `hotline.toml:11: categories[0].code: must be 2 to 12 capital letters`},
		"pays":                {with("[[categories]]\ncode = \"FOOD\"\npays = \"network\"\n"), `hotline.toml:12: categories[0].pays: "network" must be "nobody", "resident" or "network 50"`},
		"SAFE in the menu":    {with("[[categories]]\ncode = \"SAFE\"\nnumber = 1\n"), `hotline.toml:12: categories[0].number: SAFE goes to a coordinator`},
		"ZIP":                 {with("[[zones]]\nname = \"N\"\nzips = [\"1120\"]\n"), `hotline.toml:12: zones[0].zips: "1120" is no ZIP code; write five digits`},
		"ZIP twice":           {with("[[zones]]\nname = \"N\"\nzips = [\"11206\"]\n[[zones]]\nname = \"S\"\nzips = [\"11206\"]\n"), `hotline.toml:15: zones[1].zips: 11206 is already in zone "N"; leave it in one`},
		"zone twice":          {with("[[zones]]\nname = \"N\"\nzips = [\"11206\"]\n[[zones]]\nname = \"N\"\nzips = [\"11207\"]\n"), `hotline.toml:14: zones[1].name: there are two zones "N"`},
		"elsewhere, neither":  {with("[[elsewhere]]\nname = \"P\"\n"), `hotline.toml:10: elsewhere[0]: says neither where nor with what; write zips = ["11385"]`},
		"elsewhere, category": {with("[[elsewhere]]\nname = \"P\"\ncategories = [\"FUD\"]\n"), `hotline.toml:12: elsewhere[0].categories: "FUD" is no category of this network`},
		"elsewhere, ZIP":      {with("[[elsewhere]]\nname = \"P\"\nzips = [\"1120\"]\n"), `hotline.toml:12: elsewhere[0].zips: "1120" is no ZIP code`},
		"neighbor":            {with("[[zones]]\nname = \"N\"\nzips = [\"11206\"]\nneighbors = [\"S\"]\n"), `hotline.toml:13: zones[0].neighbors: "S" is no other zone`},
		"danger":              {with("[[network.lines]]\nname = \"x\"\nphone = \"988\"\ndanger = \"flood\"\n"), `hotline.toml:13: network.lines[0].danger: must be one of violence,`},
		"two lines of name":   {replaced("Eastside", `East\nside`), `hotline.toml:2: network.name: must be one line of plain text`},
		"pin":                 {with("[[coordinators]]\nname = \"Ana\"\nphone = \"+12125550142\"\npin = \"12\"\n"), `hotline.toml:13: coordinators[0].pin: must be 4 to 8 digits, or empty`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := parse("hotline.toml", "/", []byte(test.text), nil)
			if err == nil || !strings.HasPrefix(err.Error(), test.want) {
				t.Fatalf("\n got %v\nwant %s", err, test.want)
			}
			if strings.ContainsAny(err.Error(), "\n\r") || strings.Contains(err.Error(), "s3cret") {
				t.Errorf("not one line, or a secret in it: %q", err)
			}
		})
	}
}

func TestEnvironment(t *testing.T) {
	t.Parallel()
	cfg := mustParse(t, minimal,
		"PATH=/bin", "HOTLINE_CONFIG=elsewhere.toml",
		"HOTLINE_SERVER_PUBLIC_URL=http://127.0.0.1:9000/",
		"HOTLINE_TWILIO_NUMBERS=+12125550111, +12125550112",
		"HOTLINE_NETWORK_LANGUAGES=en,ht",
		"HOTLINE_DISPATCH_LIVE_OFFERS=7",
		"HOTLINE_DISPATCH_APPROVE_VOLUNTEERS=false",
		"HOTLINE_TWILIO_MAX_PER_SECOND=30",
		"HOTLINE_TWILIO_AUTH_TOKEN=from=outside")
	if cfg.Server.PublicURL != "http://127.0.0.1:9000" {
		t.Errorf("public_url = %q", cfg.Server.PublicURL)
	}
	if diff := cmp.Diff([]string{"+12125550111", "+12125550112"}, cfg.Twilio.Numbers); diff != "" {
		t.Errorf("numbers (-want +got):\n%s", diff)
	}
	if r := cfg.Network.Rules; r.LiveOffers != 7 || r.ApproveVolunteers {
		t.Errorf("rules = %+v", r)
	}
	if cfg.Twilio.Tokens()[0] != "from=outside" || cfg.Twilio.MaxPerSecond != 30 {
		t.Errorf("twilio = %+v", cfg.Twilio)
	}
}

func TestEnvironmentRefused(t *testing.T) {
	t.Parallel()
	for entry, want := range map[string]string{
		"HOTLINE_SERVER_PUBLIC=x":            "HOTLINE_SERVER_PUBLIC: no such setting; write one of HOTLINE_SERVER_CONSOLE_LISTEN, HOTLINE_SERVER_DATA_DIR,",
		"HOTLINE_DEBUG=1":                    "HOTLINE_DEBUG: no such setting; write one of HOTLINE_DISPATCH_…, HOTLINE_LIMITS_…,",
		"HOTLINE_ZONES=x":                    "HOTLINE_ZONES: no such setting; write one of HOTLINE_DISPATCH_…",
		"HOTLINE_DISPATCH_DAILY_LIMIT=two":   "HOTLINE_DISPATCH_DAILY_LIMIT: must be a whole number, such as 5",
		"HOTLINE_DISPATCH_DAILY_LIMIT=0":     "HOTLINE_DISPATCH_DAILY_LIMIT: dispatch.daily_limit: must be from 1 to 100000",
		"HOTLINE_TWILIO_AUTH_TOKEN=":         "HOTLINE_TWILIO_AUTH_TOKEN: twilio.auth_token: is missing; set HOTLINE_TWILIO_AUTH_TOKEN",
		"HOTLINE_NETWORK_LANGUAGES=":         "HOTLINE_NETWORK_LANGUAGES: network.languages: is empty",
		"HOTLINE_VOICE_CALLBACK=perhaps":     "HOTLINE_VOICE_CALLBACK: must be true or false",
		"HOTLINE_TWILIO_MAX_PER_SECOND=fast": "HOTLINE_TWILIO_MAX_PER_SECOND: must be a number, such as 1.5",
	} {
		t.Run(entry, func(t *testing.T) {
			t.Parallel()
			_, err := parse("hotline.toml", "/", []byte(minimal), []string{entry})
			if err == nil || !strings.HasPrefix(err.Error(), want) {
				t.Errorf("\n got %v\nwant %s", err, want)
			}
		})
	}
}

// TestTemplate holds that the file `hotline init` writes has every key, at its default, and lacks only the musts.
func TestTemplate(t *testing.T) {
	t.Parallel()
	if _, err := parse("hotline.toml", "/", []byte(Template), nil); err == nil {
		t.Error("the template is accepted without a name")
	}
	musts := []string{"HOTLINE_NETWORK_NAME=N", "HOTLINE_NETWORK_TIMEZONE=America/New_York",
		"HOTLINE_SERVER_PUBLIC_URL=https://x.example", "HOTLINE_TWILIO_ACCOUNT_SID=AC0123456789abcdef0123456789abcdef",
		"HOTLINE_TWILIO_AUTH_TOKEN=t", "HOTLINE_TWILIO_NUMBERS=+12125550100"}
	if diff := cmp.Diff(mustParse(t, "", musts...), mustParse(t, Template, musts...),
		cmp.AllowUnexported(Config{}), cmp.Comparer(func(a, b *time.Location) bool { return a.String() == b.String() }),
	); diff != "" {
		t.Errorf("the template's values are not the defaults (-default +template):\n%s", diff)
	}

	full := strings.NewReplacer("\n# [[", "\n[[", "\n# ]", "\n]").Replace(Template)
	var opened strings.Builder
	for line := range strings.Lines(full) {
		if key, _, ok := strings.Cut(line, " = "); ok && strings.HasPrefix(key, "# ") && !strings.Contains(key[2:], " ") {
			line = line[2:]
		}
		opened.WriteString(line)
	}
	text := strings.Replace(opened.String(), `neighbors = ["South"]`, "", 1)
	mustParse(t, text, musts...)
	f := defaults()
	if err := decode("hotline.toml", []byte(text), &f); err != nil {
		t.Fatal(err)
	}
	src, err := newSource("hotline.toml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	for path := range plainPaths() {
		if path == "categories[0].taxonomy" || path == "zones[0].neighbors" {
			continue
		}
		if _, ok := src.lines[path]; !ok {
			t.Errorf("the template lacks %s", path)
		}
	}
}

func TestLoad(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "hotline.toml")
	if _, err := Load(path, nil); err == nil || !strings.Contains(err.Error(), "there is no such file; write one with: hotline init DIR") {
		t.Errorf("missing file: %v", err)
	}
	if err := os.WriteFile(path, []byte("\ufeff"+strings.ReplaceAll(minimal, "\n", "\r\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	cfg, err := Load(path, nil)
	if err != nil {
		t.Fatalf("a file with a byte order mark and Windows line ends: %v", err)
	}
	if cfg.Server.DataDir != filepath.Join(dir, "data") {
		t.Errorf("data_dir = %q", cfg.Server.DataDir)
	}
	if cfg.Overlay() != nil {
		t.Error("an overlay without a lang folder")
	}
	if err := os.Mkdir(filepath.Join(dir, "lang"), 0o700); err != nil {
		t.Fatal(err)
	}
	if cfg.Overlay() == nil {
		t.Error("no overlay with a lang folder")
	}
	if err := os.WriteFile(path, []byte(strings.Repeat("#", maxSize+1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(path, nil); err == nil || !strings.Contains(err.Error(), "1 MiB") {
		t.Errorf("a huge file: %v", err)
	}
	if _, err := Load(dir, nil); err == nil || strings.Contains(err.Error(), "\n") {
		t.Errorf("a folder: %v", err)
	}
}

func TestSecretIsNeverPrinted(t *testing.T) {
	t.Parallel()
	cfg := mustParse(t, minimal)
	b, err := json.Marshal(cfg.Twilio)
	if err != nil {
		t.Fatal(err)
	}
	for _, shown := range []string{fmt.Sprint(cfg.Twilio), fmt.Sprintf("%+v %#v %q", cfg.Twilio, cfg.Twilio, cfg.Twilio.AuthTokens), string(b)} {
		if strings.Contains(shown, "s3cret") {
			t.Errorf("the token is printed: %s", shown)
		}
	}
}

func TestParseDuration(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]time.Duration{"30m": 30 * time.Minute, "1h30m": 90 * time.Minute, "7d": 168 * time.Hour,
		"1w": 168 * time.Hour, "52w": 364 * 24 * time.Hour, "0s": 0} {
		if got, err := ParseDuration(text); err != nil || got != want {
			t.Errorf("%q is %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "w", "d", "-1w", "1.5d", "1w2d", "99999w", "week", "1"} {
		if got, err := ParseDuration(text); err == nil {
			t.Errorf("%q is %v", text, got)
		}
	}
}

// Two listeners on any free port, or on the same port of two addresses, are two.
func TestListenersApart(t *testing.T) {
	t.Parallel()
	for _, c := range [][2]string{{"127.0.0.1:0", "127.0.0.1:0"}, {"127.0.0.1:8080", "127.0.0.2:8080"}, {":8080", ":8081"}} {
		if sameListener(c[0], c[1]) {
			t.Errorf("%v are the same", c)
		}
	}
}
