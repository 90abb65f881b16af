const names: Readonly<Record<string, string>> = {
  nba: 'NBA',
  wnba: 'WNBA',
  nfl: 'NFL',
  mlb: 'MLB',
  nhl: 'NHL',
  'fifa.world': 'World Cup',
  'eng.1': 'Premier League',
  'eng.2': 'Championship',
  'esp.1': 'LaLiga',
  'ger.1': 'Bundesliga',
  'ita.1': 'Serie A',
  'fra.1': 'Ligue 1',
  'usa.1': 'MLS',
  'uefa.champions': 'Champions League',
  'uefa.europa': 'Europa League',
  'college-football': 'College football',
  'mens-college-basketball': 'College basketball',
};

/** What people call a league. */
export function leagueName(league: string): string {
  return names[league] ?? league.replace(/[-.]/g, ' ').toUpperCase();
}
