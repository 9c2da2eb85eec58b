/** The invitations that nobody has used yet. */
import { api, unwrap, type Schemas } from "@/api/client";
import { Button } from "@/components/Button";
import { Table } from "@/components/Table";
import { ActionError } from "@/admin/AdminPage";
import { Timestamp } from "@/admin/Timestamp";
import { useAction } from "@/admin/useAction";
import { usePeopleTexts } from "@/language/office/people";

type Invitation = Schemas["ListedInvitation"];

export function InvitationTable({ invitations, onWithdrawn }: { invitations: readonly Invitation[]; onWithdrawn: () => void }) {
  const texts = usePeopleTexts();
  const action = useAction();
  if (invitations.length === 0) return null;

  async function withdraw(invitation: Invitation) {
    const params = { path: { invitation_id: invitation.id } };
    await action.run(() => unwrap(api.DELETE("/api/invitations/{invitation_id}", { params })), texts.withdrawn);
    onWithdrawn();
  }

  return (
    <>
      <Table
        caption={texts.open}
        columns={[
          { key: "email", head: texts.email, cell: ({ email }) => <span className="break">{email}</span> },
          { key: "role", head: texts.role, cell: ({ scope }) => texts.roles[scope] },
          { key: "expires", head: texts.expires, cell: ({ expires_at }) => <Timestamp at={expires_at} /> },
          {
            key: "actions",
            head: texts.actions,
            cell: (invitation) => (
              <Button look="danger" disabled={action.busy} onClick={() => void withdraw(invitation)}>
                {texts.withdraw}
                <span className="visually-hidden"> {invitation.email}</span>
              </Button>
            ),
          },
        ]}
        rows={invitations}
        rowKey={(invitation) => invitation.id}
      />
      <ActionError problem={action.problem} />
    </>
  );
}
