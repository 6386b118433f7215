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
 * All findings of one policy and one group key. Lives in the namespace of the pod it is about;
 * about host processes, in the system namespace. Owned by nobody: deleting a workload must not
 * delete the evidence.
 */
@Group(ApiGroup.NAME)
@Version(ApiGroup.VERSION)
@Plural("securityalerts")
@ShortNames("salert")
@Categories("tocsin")
@AdditionalPrinterColumn(name = "Severity", jsonPath = ".spec.severity", type = Type.STRING)
@AdditionalPrinterColumn(name = "Policy", jsonPath = ".spec.policy.name", type = Type.STRING)
@AdditionalPrinterColumn(name = "Namespace/Pod", jsonPath = ".spec.subject", type = Type.STRING)
@AdditionalPrinterColumn(name = "Process", jsonPath = ".spec.process.name", type = Type.STRING)
@AdditionalPrinterColumn(name = "Count", jsonPath = ".status.count", type = Type.INTEGER)
@AdditionalPrinterColumn(name = "State", jsonPath = ".spec.triage.state", type = Type.STRING)
@AdditionalPrinterColumn(name = "Last seen", jsonPath = ".status.lastSeen", type = Type.DATE)
@AdditionalSelectableField(jsonPath = ".spec.policy.name")
@AdditionalSelectableField(jsonPath = ".spec.severity")
@AdditionalSelectableField(jsonPath = ".spec.triage.state")
public final class SecurityAlert extends CustomResource<SecurityAlertSpec, SecurityAlertStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1L;
}
