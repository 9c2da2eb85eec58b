/** Why a site can't be harvested, and what was asked. */
import { Asked } from "@/admin/discovery/Asked";
import { useOffice } from "@/language/office";
import { useDiscoveryTexts } from "@/language/office/discovery";

export function Refusal({ reason, asked }: { reason: string; asked: readonly string[] }) {
  const office = useOffice();
  const texts = useDiscoveryTexts();
  return (
    <div className="card stack">
      <h2>{texts.nothing}</h2>
      <p className="form-error">{office.fromServer(reason)}</p>
      <Asked lines={asked} />
    </div>
  );
}
