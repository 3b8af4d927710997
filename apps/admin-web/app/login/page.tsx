import type { Metadata } from 'next';
import { LoginPage } from '../../features/session/login-page.tsx';

export const metadata: Metadata = { title: 'Sign in' };

export default function Login() {
  return <LoginPage />;
}
