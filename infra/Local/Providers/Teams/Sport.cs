namespace LiveView.Local.Providers;

internal enum Sport
{
    Soccer,
    Basketball,
    Football,
    Baseball,
    Hockey,
}
