import { LoginPage } from '../../features/session/login-page.tsx';

export default function Login() {
  return <LoginPage />;
}
