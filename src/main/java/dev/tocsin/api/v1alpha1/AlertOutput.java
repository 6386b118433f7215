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
 * Sends alerts to a receiver outside the cluster or in it. In the system namespace it may send
 * every alert, elsewhere those of its own namespace only.
 */
@Group(ApiGroup.NAME)
@Version(ApiGroup.VERSION)
@Plural("alertoutputs")
@ShortNames("aout")
@Categories("tocsin")
@AdditionalPrinterColumn(
    name = "Accepted",
    jsonPath = ".status.conditions[?(@.type=='Accepted')].status",
    type = Type.STRING)
@AdditionalPrinterColumn(
    name = "Delivering",
    jsonPath = ".status.conditions[?(@.type=='Delivering')].status",
    type = Type.STRING)
@AdditionalPrinterColumn(name = "Pending", jsonPath = ".status.pending", type = Type.INTEGER)
@AdditionalPrinterColumn(name = "Delivered", jsonPath = ".status.delivered", type = Type.INTEGER)
@AdditionalPrinterColumn(name = "Given up", jsonPath = ".status.givenUp", type = Type.INTEGER)
@AdditionalPrinterColumn(name = "Last success", jsonPath = ".status.lastSuccess", type = Type.DATE)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
public final class AlertOutput extends CustomResource<AlertOutputSpec, AlertOutputStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1L;
}
