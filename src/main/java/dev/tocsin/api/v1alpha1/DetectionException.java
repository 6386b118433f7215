package dev.tocsin.api.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * What must not fire, without editing the policy. In the system namespace it applies to every
 * policy it names, elsewhere to those of its own namespace, and to a policy of the system namespace
 * that allows it, there for its own namespace only.
 */
@Group(ApiGroup.NAME)
@Version(ApiGroup.VERSION)
@Plural("detectionexceptions")
@ShortNames("dexc")
@Categories("tocsin")
@AdditionalPrinterColumn(name = "Reason", jsonPath = ".spec.reason", type = Type.STRING)
@AdditionalPrinterColumn(name = "Owner", jsonPath = ".spec.owner", type = Type.STRING)
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type=='Ready')].status",
    type = Type.STRING)
@AdditionalPrinterColumn(
    name = "Active",
    jsonPath = ".status.conditions[?(@.type=='Active')].status",
    type = Type.STRING)
@AdditionalPrinterColumn(name = "Matches", jsonPath = ".status.matches", type = Type.INTEGER)
@AdditionalPrinterColumn(name = "Expires", jsonPath = ".spec.expiresAt", type = Type.STRING)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
public final class DetectionException
    extends CustomResource<DetectionExceptionSpec, DetectionExceptionStatus> implements Namespaced {
  private static final long serialVersionUID = 1L;
}
