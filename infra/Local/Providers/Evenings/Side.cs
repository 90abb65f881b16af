namespace LiveView.Local.Providers;

internal enum Side
{
    Home,
    Away,
}
