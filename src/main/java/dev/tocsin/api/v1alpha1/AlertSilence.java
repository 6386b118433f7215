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
 * Holds back what outputs would send of some alerts, for a time. The alerts are made and counted as
 * ever. In the system namespace it holds for every alert, elsewhere for those of its own namespace;
 * there it does not hold back what outputs of the system namespace send of severe ones.
 */
@Group(ApiGroup.NAME)
@Version(ApiGroup.VERSION)
@Plural("alertsilences")
@ShortNames("asil")
@Categories("tocsin")
@AdditionalPrinterColumn(
    name = "State",
    jsonPath = ".status.conditions[?(@.type=='Active')].reason",
    type = Type.STRING)
@AdditionalPrinterColumn(name = "Holding", jsonPath = ".status.holding", type = Type.INTEGER)
@AdditionalPrinterColumn(name = "Expires", jsonPath = ".spec.expiresAt", type = Type.STRING)
@AdditionalPrinterColumn(name = "By", jsonPath = ".spec.createdBy", type = Type.STRING)
@AdditionalPrinterColumn(name = "Reason", jsonPath = ".spec.reason", type = Type.STRING)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
public final class AlertSilence extends CustomResource<AlertSilenceSpec, AlertSilenceStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1L;
}
