'use client';

import { useMember } from '../../lib/member.ts';
import { Facts } from '../kit/facts.tsx';
import { roleWords } from '../team/role-words.ts';
import { Section } from './section.tsx';

export function WhoCard() {
  const { user, role } = useMember();
  return (
    <Section title="You">
      <Facts
        facts={[
          ['Name', user.name || '–'],
          ['E-mail', user.email],
          ['Role', <strong key="role">{role}</strong>],
          ['You may', roleWords[role]],
        ]}
      />
    </Section>
  );
}
