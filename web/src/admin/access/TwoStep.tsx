/** Turns the own two-step login on and off. */
import { useState } from "react";

import { api, unwrap, type Schemas } from "@/api/client";
import { Button } from "@/components/Button";
import { Field } from "@/components/Field";
import { ActionError } from "@/admin/AdminPage";
import { CurrentCode } from "@/admin/access/CurrentCode";
import { TwoStepSetup } from "@/admin/access/TwoStepSetup";
import { ConfirmDialog } from "@/admin/ConfirmDialog";
import { useAction } from "@/admin/useAction";
import { usePeopleTexts } from "@/language/office/people";

export function TwoStep({ account, onChanged }: { account: Schemas["OwnAccount"]; onChanged: () => void }) {
  const texts = usePeopleTexts();
  const [proposal, setProposal] = useState<Schemas["Proposal"]>();
  const [turningOff, setTurningOff] = useState(false);
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const start = useAction();
  const off = useAction();

  async function propose() {
    setProposal(await start.run(() => unwrap(api.POST("/api/account/two-step/proposal")), ""));
  }
  async function turnOff() {
    await off.run(async () => {
      await unwrap(api.POST("/api/account/two-step/off", { body: { password, code } }));
      setPassword("");
      setCode("");
      setTurningOff(false);
      onChanged();
    }, texts.turnedOff);
  }

  return (
    <section className="stack">
      <h2>{texts.twoStep}</h2>
      <p>{account.two_step ? texts.twoStepOn(account.recovery_codes) : texts.twoStepOff}</p>
      <ActionError problem={start.problem} />
      <div className="row">
        <Button disabled={start.busy} onClick={() => void propose()}>
          {account.two_step ? texts.setUpAgain : texts.setUp}
        </Button>
        {account.two_step && (
          <Button look="danger" onClick={() => setTurningOff(true)}>
            {texts.turnOff}
          </Button>
        )}
      </div>
      <TwoStepSetup proposal={proposal} replaces={account.two_step} onClose={() => setProposal(undefined)} onTurnedOn={onChanged} />
      <ConfirmDialog
        title={texts.turnOffTitle}
        verb={texts.turnOff}
        open={turningOff}
        action={off}
        onConfirm={() => void turnOff()}
        onClose={() => setTurningOff(false)}
      >
        <p>{texts.turnOffText}</p>
        <Field label={texts.current}>
          <input type="password" value={password} required autoComplete="current-password" onInput={(event) => setPassword(event.currentTarget.value)} />
        </Field>
        <CurrentCode value={code} onChange={setCode} />
      </ConfirmDialog>
    </section>
  );
}
