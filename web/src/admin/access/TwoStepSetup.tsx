/** Sets up two-step login: a QR code to scan, a code to confirm, and then the recovery codes, shown once. */
import { useState, type FormEvent } from "react";

import { api, unwrap, type Schemas } from "@/api/client";
import { Button } from "@/components/Button";
import { Dialog } from "@/components/Dialog";
import { Field } from "@/components/Field";
import { ActionError } from "@/admin/AdminPage";
import { CurrentCode } from "@/admin/access/CurrentCode";
import { useAction } from "@/admin/useAction";
import { useOffice } from "@/language/office";
import { usePeopleTexts } from "@/language/office/people";

type Proposal = Schemas["Proposal"];

interface Setup {
  proposal: Proposal | undefined;
  /** Whether two-step login is on. */
  replaces: boolean;
  onClose: () => void;
  onTurnedOn: () => void;
}

export function TwoStepSetup({ proposal, replaces, onClose, onTurnedOn }: Setup) {
  const texts = usePeopleTexts();
  const { close: closeName } = useOffice();
  const [codes, setCodes] = useState<readonly string[]>();

  function close() {
    setCodes(undefined);
    onClose();
  }
  function showCodes(recovery: readonly string[]) {
    setCodes(recovery);
    onTurnedOn();
  }
  return (
    <Dialog title={codes ? texts.recoveryHead : texts.twoStep} open={proposal !== undefined} onClose={close} close={closeName}>
      {codes ? <RecoveryCodes codes={codes} onDone={close} /> : proposal && <Form proposal={proposal} replaces={replaces} onTurnedOn={showCodes} />}
    </Dialog>
  );
}

function Form({ proposal, replaces, onTurnedOn }: { proposal: Proposal; replaces: boolean; onTurnedOn: (codes: readonly string[]) => void }) {
  const texts = usePeopleTexts();
  const [code, setCode] = useState("");
  const [password, setPassword] = useState("");
  const [currentCode, setCurrentCode] = useState("");
  const action = useAction();

  async function turnOn(event: FormEvent) {
    event.preventDefault();
    const body = { secret: proposal.secret, code: code.replace(/\s/g, ""), password, current_code: replaces ? currentCode : null };
    const made = await action.run(() => unwrap(api.PUT("/api/account/two-step", { body })), texts.turnedOn);
    if (made) onTurnedOn(made.codes);
  }

  return (
    <form className="stack" onSubmit={(event) => void turnOn(event)}>
      <p>{texts.scan}</p>
      <img className="qr-code" src={proposal.qr_code} alt={texts.qrCode} />
      <Field label={texts.typeSecret}>
        <input readOnly value={proposal.secret} spellCheck={false} onFocus={(event) => event.currentTarget.select()} />
      </Field>
      <Field label={texts.code}>
        <input value={code} required maxLength={10} inputMode="numeric" autoComplete="one-time-code" onInput={(event) => setCode(event.currentTarget.value)} />
      </Field>
      <Field label={texts.current}>
        <input type="password" value={password} required autoComplete="current-password" onInput={(event) => setPassword(event.currentTarget.value)} />
      </Field>
      {replaces && <CurrentCode value={currentCode} onChange={setCurrentCode} />}
      <ActionError problem={action.problem} />
      <div className="row dialog__end">
        <Button look="primary" type="submit" disabled={action.busy}>
          {texts.turnOn}
        </Button>
      </div>
    </form>
  );
}

function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const texts = usePeopleTexts();
  return (
    <div className="stack">
      <p>{texts.recoveryText}</p>
      <ul className="recovery-codes" aria-label={texts.recovery}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div className="row dialog__end">
        <Button look="primary" onClick={onDone}>
          {texts.done}
        </Button>
      </div>
    </div>
  );
}
