/** Invites a person. Shows the link if it couldn’t be sent by mail. */
import { useState, type FormEvent } from "react";

import { api, unwrap, type Schemas } from "@/api/client";
import { Button } from "@/components/Button";
import { Dialog } from "@/components/Dialog";
import { Field } from "@/components/Field";
import { ActionError } from "@/admin/AdminPage";
import { CopyField } from "@/admin/access/CopyField";
import { RoleSelect } from "@/admin/access/RoleSelect";
import { useAction } from "@/admin/useAction";
import { useLanguage } from "@/language/languages";
import { useOffice } from "@/language/office";
import { usePeopleTexts } from "@/language/office/people";

export function InvitePerson({ open, onClose, onInvited }: { open: boolean; onClose: () => void; onInvited: () => void }) {
  const texts = usePeopleTexts();
  const { close: closeName, fromServer } = useOffice();
  const [made, setMade] = useState<Schemas["MadeInvitation"]>();

  function close() {
    setMade(undefined);
    onClose();
  }
  function showLink(invitation: Schemas["MadeInvitation"]) {
    onInvited();
    if (invitation.link) setMade(invitation);
    else close();
  }
  return (
    <Dialog title={texts.invite} open={open} onClose={close} close={closeName}>
      {made?.link ? (
        <div className="stack">
          <p>{texts.handOver(made.email)}</p>
          {made.trouble && <p className="soft small">{fromServer(made.trouble)}</p>}
          <CopyField label={texts.link} value={made.link} texts={texts} onDone={close} />
        </div>
      ) : (
        <Form onMade={showLink} />
      )}
    </Dialog>
  );
}

function Form({ onMade }: { onMade: (invitation: Schemas["MadeInvitation"]) => void }) {
  const texts = usePeopleTexts();
  const language = useLanguage();
  const [email, setEmail] = useState("");
  const [scope, setScope] = useState<Schemas["Scope"]>("edit");
  const action = useAction();
  const wrong = action.problem?.fields.email;

  async function invite(event: FormEvent) {
    event.preventDefault();
    const body = { email: email.trim(), scope, language };
    const made = await action.run(
      () => unwrap(api.POST("/api/invitations", { body })),
      (invitation) => (invitation.link ? "" : texts.invited(invitation.email)),
    );
    if (made) onMade(made);
  }

  return (
    <form className="stack" onSubmit={(event) => void invite(event)}>
      <Field label={texts.email} error={wrong}>
        <input type="email" value={email} required maxLength={200} autoComplete="off" onInput={(event) => setEmail(event.currentTarget.value)} />
      </Field>
      <Field label={texts.role} hint={texts.rolesHint}>
        <RoleSelect value={scope} onChange={setScope} />
      </Field>
      {!wrong && <ActionError problem={action.problem} />}
      <div className="row dialog__end">
        <Button look="primary" type="submit" disabled={action.busy}>
          {texts.send}
        </Button>
      </div>
    </form>
  );
}
