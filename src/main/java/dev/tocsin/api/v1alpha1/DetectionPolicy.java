package dev.tocsin.api.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.crd.generator.annotation.AdditionalSelectableField;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * A detection: which events, on which workloads, when it fires, and what the alert says.
 *
 * <p>In the system namespace it applies to the whole cluster, elsewhere to its own namespace only.
 */
@Group(ApiGroup.NAME)
@Version(ApiGroup.VERSION)
@Plural("detectionpolicies")
@ShortNames("dpol")
@Categories("tocsin")
@AdditionalPrinterColumn(name = "Severity", jsonPath = ".spec.severity", type = Type.STRING)
@AdditionalPrinterColumn(name = "Scope", jsonPath = ".status.scope", type = Type.STRING)
@AdditionalPrinterColumn(name = "Mode", jsonPath = ".spec.mode", type = Type.STRING)
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type=='Ready')].status",
    type = Type.STRING)
@AdditionalPrinterColumn(name = "Nodes", jsonPath = ".status.nodes.ready", type = Type.STRING)
@AdditionalPrinterColumn(name = "Blind", jsonPath = ".status.nodes.blind", type = Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Why blind",
    jsonPath = ".status.nodes.blindExamples[0].reason",
    type = Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Open alerts",
    jsonPath = ".status.alerts.open",
    type = Type.INTEGER)
@AdditionalPrinterColumn(name = "Last match", jsonPath = ".status.lastMatchTime", type = Type.DATE)
@AdditionalPrinterColumn(
    name = "Cost",
    jsonPath = ".status.meanCost",
    type = Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
@AdditionalSelectableField(jsonPath = ".spec.severity")
@AdditionalSelectableField(jsonPath = ".spec.mode")
public final class DetectionPolicy
    extends CustomResource<DetectionPolicySpec, DetectionPolicyStatus> implements Namespaced {
  private static final long serialVersionUID = 1L;
}
