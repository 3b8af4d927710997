import type { Database, Invitation, Member } from '@flash/database';
import { type Role, roleAtLeast } from '@flash/shared-types';
import type { Clock } from '@flash/shared-utils';
import { AppError } from '../../errors.ts';
import type { Identity } from '../accounts/identity.ts';
import type { OwnPassword, Passwords } from '../accounts/passwords.ts';
import { type Actor, type AuditEvent, auditRow } from '../shared/audit.ts';
import { resetMember, resetPassword } from './resets.ts';

interface TeamContext {
  db: Pick<Database, 'members' | 'invitations' | 'resets'>;
  identity: Identity;
  clock: Clock;
  passwords: Pick<Passwords, 'hash' | 'asKnown'>;
  ownPassword: Pick<OwnPassword, 'isFitForTeam'>;
}

type Proof = NonNullable<NonNullable<Parameters<Database['members']['put']>[1]>['proof']>;

export interface Person {
  userId: string;
  email: string;
  name: string;
}

export type Team = ReturnType<typeof createTeam>;

/** Who may do what. Sign-up never gives a role: an owner, an invitation or the set-up link does. */
export function createTeam(context: TeamContext) {
  const { db, identity, clock } = context;
  const { members, invitations } = db;
  const rows = (actor: Actor, event: AuditEvent) => [auditRow(actor, event, clock.now())];

  /** Every process forgets the old role before the answer goes out. */
  async function put(
    actor: Actor,
    person: Person,
    wanted: Role,
    action: string,
    proof?: Proof,
  ): Promise<Member> {
    const subject = person.userId;
    const outcome = await members.put(
      { ...person, role: wanted, createdBy: actor.userId },
      {
        rows: (was, role) =>
          rows(actor, { action, subject, before: was && { role: was.role }, after: { role } }),
        ...(proof && { proof }),
      },
    );
    if (outcome.kind === 'last_owner') {
      throw new AppError('LAST_OWNER');
    }
    if (outcome.kind !== 'put') {
      throw new AppError('SETUP_TOKEN_INVALID');
    }
    await identity.forget(person.userId);
    return outcome.member;
  }

  /** An account may have been made with any password of six characters; a role needs a better one. */
  async function refuseWeakPassword({ userId }: Person): Promise<void> {
    if (!(await context.ownPassword.isFitForTeam(userId))) {
      throw new AppError('PASSWORD_TOO_WEAK');
    }
  }

  async function openInvitation(token: string): Promise<Invitation> {
    const open = await invitations.peek(token, clock.now());
    // A removed owner must not regain access through an invitation that they issued themselves.
    const inviter = open && (await members.get(open.createdBy));
    if (!open || inviter?.role !== 'owner') {
      throw new AppError('SETUP_TOKEN_INVALID');
    }
    return open;
  }

  return {
    list: () => members.list(),

    async change(actor: Actor, userId: string, role: Role): Promise<Member> {
      const member = await members.get(userId);
      if (!member) {
        throw new AppError('MEMBER_NOT_FOUND');
      }
      const { email, name } = member;
      const mayReadMore = roleAtLeast(role, 'support') && !roleAtLeast(member.role, role);
      if (mayReadMore) {
        await refuseWeakPassword(member);
      }
      return put(actor, { userId, email, name }, role, 'member.change');
    },

    async remove(actor: Actor, userId: string): Promise<void> {
      const { kind } = await members.remove(userId, ({ role }) =>
        rows(actor, { action: 'member.remove', subject: userId, before: { role } }),
      );
      if (kind === 'missing') {
        throw new AppError('MEMBER_NOT_FOUND');
      }
      if (kind === 'last_owner') {
        throw new AppError('LAST_OWNER');
      }
      await identity.forget(userId);
    },

    invitations: () => invitations.list(clock.now()),

    async invite(actor: Actor, email: string, role: Role) {
      const taken = (await members.list()).some((member) => member.email === email);
      if (taken) {
        throw new AppError('ALREADY_MEMBER');
      }
      return invitations.create({
        email,
        role,
        createdBy: actor.userId,
        now: clock.now(),
        rows: ({ id: subject }) =>
          rows(actor, { action: 'invitation.create', subject, after: { email, role } }),
      });
    },

    async changeInvitation(actor: Actor, id: string, role: Role): Promise<Invitation> {
      const invitation = await invitations.changeRole(id, role, clock.now(), () =>
        rows(actor, { action: 'invitation.change', subject: id, after: { role } }),
      );
      if (!invitation) {
        throw new AppError('INVITATION_NOT_FOUND');
      }
      return invitation;
    },

    async revoke(actor: Actor, id: string): Promise<void> {
      const isGone = await invitations.remove(id, () =>
        rows(actor, { action: 'invitation.revoke', subject: id }),
      );
      if (!isGone) {
        throw new AppError('INVITATION_NOT_FOUND');
      }
    },

    /** The invitation of a link that can be accepted. */
    show: openInvitation,

    /** The link is the proof: its holder may use it once, with any account. */
    async accept(actor: Actor, person: Person, token: string): Promise<Role> {
      if (await members.get(person.userId)) {
        throw new AppError('ALREADY_MEMBER');
      }
      const open = await openInvitation(token);
      await refuseWeakPassword(person);
      const proof: Proof = async (session) =>
        (await invitations.take(token, clock.now(), session))?.role ?? null;
      const { role } = await put(actor, person, open.role, 'invitation.accept', proof);
      return role;
    },

    async setUp(actor: Actor, person: Person, token: string): Promise<Role> {
      const now = clock.now();
      const isFirst = (await members.countOwners()) === 0;
      const isGood = isFirst && (await invitations.checkSetup(token, now));
      if (!isGood) {
        throw new AppError('SETUP_TOKEN_INVALID');
      }
      // The link is still good afterwards.
      await refuseWeakPassword(person);
      const proof: Proof = async (session) =>
        (await invitations.takeSetup(token, person.userId, now, session)) ? 'owner' : null;
      const { role } = await put(actor, person, 'owner', 'team.set_up', proof);
      return role;
    },

    reset: (actor: Actor, userId: string, clearTwoFactor: boolean) =>
      resetMember(context, actor, userId, clearTwoFactor),
    resetPassword: (from: Pick<Actor, 'ip' | 'requestId'>, token: string, password: string) =>
      resetPassword(context, from, token, password),

    /** Only where sign-up is open: for tests and load runs, never in production. */
    makeOwner: (actor: Actor, person: Person) => put(actor, person, 'owner', 'team.open_sign_up'),
  };
}
