// The API and the store of Alertmanager, as its own main makes them. The module lacks the pages that its
// other parts embed, so it cannot be built as a whole; nothing here notifies anybody.
package main

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/common/model"
	"github.com/prometheus/common/route"

	"github.com/prometheus/alertmanager/api"
	"github.com/prometheus/alertmanager/config"
	"github.com/prometheus/alertmanager/dispatch"
	"github.com/prometheus/alertmanager/eventrecorder"
	"github.com/prometheus/alertmanager/featurecontrol"
	"github.com/prometheus/alertmanager/labelset"
	"github.com/prometheus/alertmanager/matcher/compat"
	"github.com/prometheus/alertmanager/provider/mem"
	"github.com/prometheus/alertmanager/silence"
)

func main() {
	if err := run(); err != nil {
		slog.Error("alertmanager", "err", err)
		os.Exit(1)
	}
}

func run() error {
	logger := slog.New(slog.NewTextHandler(os.Stderr, nil))
	registry := prometheus.NewRegistry()
	compat.InitFromFlags(logger, featurecontrol.NoopFlags{})
	alerts, err := mem.NewAlerts(context.Background(), time.Minute, 0, nil, logger, eventrecorder.NopRecorder(), registry, featurecontrol.NoopFlags{})
	if err != nil {
		return err
	}
	silences, err := silence.New(silence.Options{Logger: logger, Metrics: registry, EventRecorder: eventrecorder.NopRecorder()})
	if err != nil {
		return err
	}
	served, err := api.New(api.Options{
		Alerts:          alerts,
		Silences:        silences,
		Logger:          logger,
		Registry:        registry,
		RequestDuration: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "duration"}, []string{"handler", "method", "code"}),
		GroupFunc: func(context.Context, func(*dispatch.Route) bool, dispatch.AlertFilter) (dispatch.AlertGroups, map[model.Fingerprint][]string, error) {
			return nil, nil, nil
		},
	})
	if err != nil {
		return err
	}
	settings, err := config.Load("route: {receiver: nobody}\nreceivers: [{name: nobody}]\n")
	if err != nil {
		return err
	}
	served.Update(settings, func(context.Context, labelset.LabelSet) {})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	// who starts it waits for this line
	os.Stdout.WriteString(listener.Addr().String() + "\n")
	return http.Serve(listener, served.Register(route.New(), "/"))
}
